package sevennets.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import sevennets.data.Dataset;
import sevennets.kernels.cudnn.StandInTraining;

/** A whole run through the engine for cards, a processor in the card's place. */
class CardStepperTest {
  private static final Recipe RECIPE = Blobs.recipe().withEpochs(2);
  private static final Dataset TRAINING = new Blobs(96, 1);
  private static final Dataset VALIDATION = new Blobs(40, 2);

  @TempDir
  Path folder;

  @BeforeAll
  static void aCompilerIsHere() {
    assumeTrue(StandInTraining.missing() == null, StandInTraining.missing());
  }

  static List<Optimizer> optimizers() {
    return List.of(
        Optimizer.momentum(0.9),
        Optimizer.nesterov(0.9),
        Optimizer.rmsProp(0.9, 0.9, 1e-3),
        Optimizer.adam(0.9, 0.999, 1e-8));
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void runEndsWhereTheHostsEnds(Optimizer optimizer) {
    Recipe recipe = RECIPE
        .withEpochs(1)
        .withOptimizer(optimizer)
        .withLearningRate(Schedule.constant(1e-3))
        .withRegularisation(
            Regularisation.weightDecay(1e-3, Decay.WEIGHTS).withClipping(1).withAverage(0.9));
    Trainer host = new Trainer(Blobs.ours(), recipe).into(folder.resolve("host"));
    Trainer card = card(recipe).into(folder.resolve("card"));
    host.fit(TRAINING, VALIDATION);
    card.fit(TRAINING, VALIDATION);
    assertAlike(card.net().params(), host.net().params());
    assertThat(card.history().last().trainLoss())
        .isCloseTo(host.history().last().trainLoss(), within(1e-4));
    assertThat(card.history().last().valLoss())
        .isCloseTo(host.history().last().valLoss(), within(1e-4));
    Checkpoint theirs = last("host");
    Checkpoint ours = last("card");
    assertThat(ours.vectors().keySet()).isEqualTo(theirs.vectors().keySet());
    ours.vectors()
        .forEach((name, vector) -> assertAlike(vector, theirs.vectors().get(name)));
  }

  @Test
  void stoppedRunIsTakenUpToTheSameBits() {
    Trainer whole = card(RECIPE);
    whole.fit(TRAINING, VALIDATION);
    card(RECIPE)
        .into(folder)
        .listen(new Progress() {
          @Override
          public void batchEnded(Step step) {
            if (step.epoch() == 1 && step.batch() == 3) {
              Thread.currentThread().interrupt();
            }
          }
        })
        .fit(TRAINING, VALIDATION);
    assertThat(Thread.interrupted()).isTrue();
    Trainer resumed = Trainer.resume(folder, RECIPE, warning -> {}, CardStepperTest::stepper);
    resumed.fit(TRAINING, VALIDATION);
    assertThat(resumed.net().params()).isEqualTo(whole.net().params());
  }

  @Test
  void nextBatchIsSentWhileThisOneComputes() {
    ComputationGraph net = Blobs.ours();
    List<String> events = new ArrayList<>();
    List<List<String>> device = new ArrayList<>();
    Stepper stepper =
        new CardStepper(net, RECIPE, (it, rule) -> StandInTraining.open(it, rule, device::add));
    new Trainer(net, RECIPE.withEpochs(1), stepper)
        .listen(new Progress() {
          @Override
          public void batchEnded(Step step) {
            events.add(String.join(" ", device.get(0)));
            device.get(0).clear();
          }
        })
        .fit(TRAINING, VALIDATION);
    assertThat(events).hasSize(6).endsWith("send compute read");
    // The rate and the state of chance; the step; the next batch; the loss and the scores.
    assertThat(events.subList(1, 5)).containsOnly("send compute send read");
  }

  @Test
  void runThatDoesNotFitIsRefusedWithTheBatchThatDoes() {
    ComputationGraph net = Blobs.ours();
    Stepper stepper =
        new CardStepper(net, RECIPE, (it, rule) -> StandInTraining.small(it, rule, 150_000));
    assertThatThrownBy(() -> new Trainer(net, RECIPE, stepper).fit(TRAINING, VALIDATION))
        .isInstanceOf(TrainingException.class)
        .hasMessageMatching(
            "training failed in epoch 1, batch 1: this net needs 0 MB of the card's memory "
                + "at batch size 16, .*the largest batch that fits is about \\d+ .*nothing was saved.");
  }

  @Test
  void runThatGoesOnElsewhereIsToldThatItsBitsWillDiffer() {
    stopAtOnce(card(RECIPE).into(folder));
    assertThat(Trainer.facts(folder)).containsEntry("computed-on", "card (TF32)");
    List<String> warnings = new ArrayList<>();
    Trainer.resume(folder, RECIPE, warnings::add, HostStepper::new);
    assertThat(warnings)
        .containsExactly("this run goes on, but not to the same bit: "
            + "it computed on the card (TF32) and computes on the processor");
    warnings.clear();
    Trainer.resume(folder, RECIPE, warnings::add, CardStepperTest::stepper);
    assertThat(warnings).isEmpty();
  }

  private static void stopAtOnce(Trainer trainer) {
    trainer
        .listen(new Progress() {
          @Override
          public void batchEnded(Step step) {
            Thread.currentThread().interrupt();
          }
        })
        .fit(TRAINING, VALIDATION);
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void trainedNetAnswersOnACardAsOnTheProcessor() {
    ComputationGraph net = Blobs.ours();
    new Trainer(net, RECIPE, new HostStepper(net, RECIPE)).fit(TRAINING, VALIDATION);
    INDArray images = Nd4j.randn(7, 1, Blobs.SIDE, Blobs.SIDE);
    Scores host = new NetGradients(net).scores(images);
    try (Scorer card = Scorer.of(net, StandInTraining::open).orElseThrow()) {
      Scores scores = card.scores(images);
      assertThat(scores.values()).containsExactly(host.values(), within(1e-4f));
      float[][] probabilities = card.probabilities(images);
      assertThat(probabilities).hasDimensions(7, host.classes());
      assertThat((double) probabilities[3][1]).isCloseTo(host.probability(3, 1), within(1e-4));
    }
    assertThat(Scorer.onCard(net)).isEmpty();
    assertThatThrownBy(() -> Scorer.of(net, StandInTraining::absent))
        .isInstanceOf(TrainingException.class)
        .hasMessage("there is no card; ./lab --cpu computes on the processor");
  }

  @Test
  void missingCardIsASentenceAndTheNetIsAsBefore() {
    ComputationGraph net = Blobs.ours();
    INDArray before = net.params().dup();
    Trainer trainer =
        new Trainer(net, RECIPE, new CardStepper(net, RECIPE, StandInTraining::absent));
    assertThatThrownBy(() -> trainer.fit(TRAINING, VALIDATION))
        .isInstanceOf(TrainingException.class)
        .hasMessage(
            "training failed in epoch 1, batch 1: there is no card; ./lab --cpu computes on the processor. "
                + "No folder was given, so nothing was saved.");
    assertThat(net.params()).isEqualTo(before);
  }

  @Test
  void netWithNoWayOnACardTrainsOnTheProcessorAndSaysSo() {
    System.setProperty(CardStepper.PROPERTY, "cudnn");
    try {
      assertThat(Stepper.of(Blobs.ours(), RECIPE)).isInstanceOf(CardStepper.class);
      Trainer trainer = new Trainer(Blobs.net(), RECIPE.withEpochs(1));
      List<String> warnings = new ArrayList<>();
      trainer
          .listen(new Progress() {
            @Override
            public void warned(String message) {
              warnings.add(message);
            }
          })
          .fit(TRAINING, VALIDATION);
      assertThat(warnings)
          .anyMatch(warning -> warning.startsWith("Deeplearning4j's ConvolutionLayer ('conv')")
              && warning.contains("has no way on a card yet"));
    } finally {
      System.clearProperty(CardStepper.PROPERTY);
    }
  }

  private static Trainer card(Recipe recipe) {
    ComputationGraph net = Blobs.ours();
    return new Trainer(net, recipe, stepper(net, recipe));
  }

  private static Stepper stepper(ComputationGraph net, Recipe recipe) {
    return new CardStepper(net, recipe, StandInTraining::open);
  }

  private Checkpoint last(String run) {
    return RunFolder.open(folder.resolve(run)).last(warning -> {}).orElseThrow();
  }

  private static void assertAlike(INDArray ours, INDArray theirs) {
    assertThat(ours.sub(theirs).norm2Number().doubleValue())
        .isLessThan(1e-3 * Math.max(1e-3, theirs.norm2Number().doubleValue()));
  }
}
