package sevennets.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.INDArrayIndex;
import org.nd4j.linalg.indexing.NDArrayIndex;
import sevennets.data.Augmentation;
import sevennets.data.Batch;
import sevennets.data.Loader;
import sevennets.data.Normalisation;
import sevennets.graph.Graph;
import sevennets.graph.Node;
import sevennets.ops.Shape;

@Timeout(60)
class WorkersTest {
  @TempDir
  Path folder;

  @Test
  void twoWorkersFindTheGradientLossAndScoresThatOneFinds() {
    ComputationGraph net = withoutBatchNorm();
    NetGradients alone = new NetGradients(net);
    net.initGradientsView();
    net.addListeners(alone.watch());
    Batch batch = batch(16);
    double loss = alone.gradient(batch, 1);
    INDArray gradient = net.getGradientsViewArray().dup();
    INDArray weights = net.params().dup();
    float[] scores = alone.lastScores().values();

    try (Workers two = new Workers(net, 2)) {
      for (int i = 0; i < 3; i++) {
        net.getGradientsViewArray().assign(0);
        assertThat(two.gradient(batch, 1)).isCloseTo(loss, within(1e-6));
        assertThat(distance(net.getGradientsViewArray(), gradient))
            .isLessThan(1e-6 * norm(gradient));
        assertThat(net.params()).isEqualTo(weights);
        assertThat(two.lastScores().values()).containsExactly(scores, within(1e-6f));
      }
    }
  }

  @Test
  void runningStatisticsAreTheMeanOverTheWorkers() {
    ComputationGraph net = Blobs.net(1);
    net.initGradientsView();
    Batch batch = batch(16);
    INDArray expected = meanAfter(batch, 0).add(meanAfter(batch, 8)).div(2);
    try (Workers two = new Workers(net, 2)) {
      two.gradient(batch, 1);
    }
    assertThat(norm(expected)).isPositive();
    assertThat(distance(net.getParam("bn_mean"), expected)).isLessThan(1e-6 * norm(expected));
  }

  @Test
  void trainByTheSameRecipeWithHistoryAndAllListeners() {
    List<Integer> batches = new ArrayList<>();
    Trainer trainer = new Trainer(Blobs.net(), Blobs.recipe()).workers(2).listen(new Progress() {
      @Override
      public void batchEnded(Step step) {
        batches.add(step.batch());
      }
    });
    int listeners = trainer.net().getListeners().size();
    History history = trainer.fit(Blobs.training(), Blobs.validation());
    assertThat(history.last().trainLoss())
        .isLessThan(0.7 * history.epochs().get(0).trainLoss());
    assertThat(history.last().valAcc1()).isGreaterThan(0.95);
    assertThat(batches).hasSize(4 * 16);
    assertThat(Evaluation.of(trainer.net(), Blobs.validation(), trainer.normalisation(), 10)
            .acc1())
        .isEqualTo(history.last().valAcc1());
    assertThat(trainer.net().getListeners()).hasSize(listeners);
  }

  @Test
  void stoppedAndResumedEndWithTheWeightsOfARunNeverStopped() {
    Trainer whole = new Trainer(Blobs.ours(), Blobs.recipe()).workers(2);
    whole.fit(Blobs.training(), Blobs.validation());
    Trainer stopped = new Trainer(Blobs.ours(), Blobs.recipe())
        .workers(2)
        .into(folder)
        .saveEvery(Duration.ofDays(1));
    stopped
        .listen(new Progress() {
          @Override
          public void batchEnded(Step step) {
            if (step.epoch() == 2 && step.batch() == 5) {
              Thread.currentThread().interrupt();
            }
          }
        })
        .fit(Blobs.training(), Blobs.validation());
    assertThat(Thread.interrupted()).isTrue();
    Trainer resumed = Trainer.resume(folder, Blobs.recipe(), warning -> {}).workers(2);
    resumed.fit(Blobs.training(), Blobs.validation());
    assertThat(resumed.net().params()).isEqualTo(whole.net().params());
    assertThat(Trainer.facts(folder)).containsEntry("workers", "2");
  }

  @Test
  void failureOfAWorkerReachesTheTrainerAndEndsThemAll() {
    ComputationGraph net = Blobs.net();
    net.initGradientsView();
    Batch wrong =
        new Batch(Nd4j.create(4, 3, Blobs.SIDE, Blobs.SIDE), Nd4j.create(4, 4), new int[4]);
    try (Workers two = new Workers(net, 2)) {
      assertThatThrownBy(() -> two.gradient(wrong, 1))
          .isInstanceOf(TrainingException.class)
          .hasMessageStartingWith("one of 2 workers failed: ");
    }
  }

  @Test
  void divergenceIsToldAsWithOneWorker() {
    Recipe wild = Blobs.recipe().withLearningRate(Schedule.constant(1e20));
    assertThatThrownBy(() ->
            new Trainer(Blobs.net(), wild).workers(2).fit(Blobs.training(), Blobs.validation()))
        .isInstanceOf(TrainingException.class)
        .hasMessageContaining("the first values that are not finite are those of");
  }

  private static Batch batch(int size) {
    return Loader.training(Blobs.training(), Augmentation.none(), Normalisation.none(1), size, 1)
        .epoch(0, 0)
        .iterator()
        .next();
  }

  /** Batch norm's running mean after eight images of a batch, in the same net. */
  private static INDArray meanAfter(Batch batch, int from) {
    ComputationGraph net = Blobs.net(1);
    net.initGradientsView();
    INDArrayIndex half = NDArrayIndex.interval(from, from + 8);
    new NetGradients(net)
        .gradient(batch.images().get(half).dup(), batch.labels().get(half).dup(), 1);
    new Statistics(net).takeChange();
    return net.getParam("bn_mean");
  }

  private static ComputationGraph withoutBatchNorm() {
    Graph graph = new Graph(Shape.image(1, Blobs.SIDE, Blobs.SIDE));
    Node features = graph.input().conv("conv", 16, 3, 1).relu("relu").globalAvgPool("pool");
    return graph.classify(features.dense("fc", 4)).net(5);
  }

  private static double distance(INDArray a, INDArray b) {
    return norm(a.sub(b));
  }

  private static double norm(INDArray a) {
    return a.norm2Number().doubleValue();
  }
}
