package sevennets.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.factory.Nd4j;
import sevennets.data.Normalisation;

class EvaluationTest {

  @Test
  void agreesWithTheValidationOfTraining() {
    Trainer trainer = new Trainer(Blobs.net(), Blobs.recipe());
    History.Epoch last = trainer.fit(Blobs.training(), Blobs.validation()).last();
    Evaluation evaluation =
        Evaluation.of(trainer.net(), Blobs.validation(), trainer.normalisation(), 7);
    assertThat(evaluation.acc1()).isEqualTo(last.valAcc1());
    assertThat(evaluation.loss()).isCloseTo(last.valLoss(), within(1e-5));
    assertThat(evaluation.images()).isEqualTo(100);
    long right = 0;
    for (int i = 0; i < 4; i++) {
      right += evaluation.confusion()[i][i];
    }
    assertThat(right / 100.0).isEqualTo(evaluation.acc1());
    assertThat(
            evaluation.calibration().stream().mapToLong(Evaluation.Bin::images).sum())
        .isEqualTo(100);
  }

  @Test
  void judgingAndMeasuringWaitForATrainingOfTheSameNet() throws InterruptedException {
    ComputationGraph net = Blobs.ours();
    Normalisation none = Normalisation.none(1);
    assertThat(waits(net, () -> Evaluation.of(net, Blobs.validation(), none, 50)))
        .isTrue();
    assertThat(waits(net, () -> FreshStatistics.measure(net, Blobs.training(), none, 64, 2, 1)))
        .isTrue();
  }

  /** Whether work on another thread stands still as long as a training would hold the net. */
  private static boolean waits(ComputationGraph net, Runnable work) throws InterruptedException {
    Thread other = new Thread(work);
    boolean waited;
    synchronized (net.getConfiguration()) {
      other.start();
      other.join(1000);
      waited = other.isAlive();
    }
    other.join();
    return waited;
  }

  @Test
  void rowOfTheConfusionIsTheTrueClass() {
    Evaluation evaluation = of(new long[][] {{8, 2}, {0, 10}}, List.of());
    assertThat(evaluation.perClass().doubleColumn("acc1").asList()).containsExactly(0.8, 1.0);
    assertThat(evaluation.perClass().stringColumn("most_taken_for").asList())
        .containsExactly("dog", "");
  }

  @Test
  void calibrationErrorIsTheMeanGapBetweenConfidenceAndAccuracy() {
    Evaluation evaluation = of(
        new long[][] {{3, 0}, {1, 0}},
        List.of(
            new Evaluation.Bin(1, 0.6, 1),
            new Evaluation.Bin(0, 0, 0),
            new Evaluation.Bin(3, 0.9, 0.7)));
    assertThat(evaluation.calibrationError()).isCloseTo((1 * 0.4 + 3 * 0.2) / 4, within(1e-12));
  }

  @Test
  void ofEqualScoresTheFirstClassWinsAndNaNIsWrong() {
    Scores scores =
        Scores.of(Nd4j.createFromArray(new float[][] {{1, 1, 0}, {0, Float.NaN, 1}, {2, 1, 3}}));
    assertThat(scores.rank(0, 0)).isZero();
    assertThat(scores.rank(0, 1)).isEqualTo(1);
    assertThat(scores.rank(1, 1)).isEqualTo(2);
    assertThat(scores.rank(2, 1)).isEqualTo(2);
    assertThat(scores.best(2)).isEqualTo(2);
  }

  @Test
  void crossEntropySurvivesScoresThatOverflowASoftmax() {
    Scores scores = Scores.of(Nd4j.createFromArray(new float[][] {{1000, 0}, {0, 1000}}));
    assertThat(scores.crossEntropy(0, 0)).isZero();
    assertThat(scores.crossEntropy(1, 0)).isEqualTo(1000);
  }

  @Test
  void scoresOfATransposedViewAreReadRowByRow() {
    assertThat(Scores.of(Nd4j.createFromArray(new float[][] {{1, 2}, {3, 4}}).transpose())
            .values())
        .containsExactly(1, 3, 2, 4);
  }

  private static Evaluation of(long[][] confusion, List<Evaluation.Bin> bins) {
    return new Evaluation(List.of("cat", "dog"), confusion, 0, 0, 0, bins);
  }
}
