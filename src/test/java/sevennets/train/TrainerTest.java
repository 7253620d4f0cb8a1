package sevennets.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import sevennets.data.Batch;
import sevennets.data.HalfLabelled;
import sevennets.data.Loader;
import sevennets.data.Normalisation;
import tech.tablesaw.api.Table;

class TrainerTest {

  @Test
  void learnsWhatCanBeLearnt() {
    History history =
        new Trainer(Blobs.net(), Blobs.recipe()).fit(Blobs.training(), Blobs.validation());
    assertThat(history.epochs()).hasSize(4);
    assertThat(history.last().valAcc1()).isGreaterThan(0.95);
    assertThat(history.last().trainLoss()).isLessThan(history.epochs().get(0).trainLoss());
    assertThat(history.last().valAcc5()).isEqualTo(1.0);
  }

  /** The finished net holds the average; what its last epoch was judged by must be the same net. */
  @Test
  void validationJudgesTheAveragedWeights() {
    ComputationGraph net = Blobs.net();
    Recipe averaged = Blobs.recipe().withEpochs(1);
    Trainer trainer = new Trainer(net, averaged);
    History history = trainer.fit(Blobs.training(), Blobs.validation());
    Evaluation finished = Evaluation.of(net, Blobs.validation(), trainer.normalisation(), 16);
    assertThat(averaged.regularisation().averageDecay()).isPositive();
    assertThat(history.last().valLoss()).isCloseTo(finished.loss(), within(1e-5));
  }

  @Test
  void imagesWithoutALabelAreNoMistakes() {
    History history = new Trainer(Blobs.ours(), Blobs.recipe())
        .fit(new HalfLabelled(Blobs.training(), 128, 1), Blobs.validation());
    assertThat(history.last().trainAcc1())
        .as("half of the images have no label")
        .isGreaterThan(0.6);
  }

  @Test
  void imagesWithoutALabelChangeNoWeight() {
    ComputationGraph net = Blobs.ours();
    Recipe bare = new Recipe(
        "bare",
        "",
        1,
        16,
        Optimizer.momentum(0),
        Schedule.constant(0.1),
        Regularisation.weightDecay(0, Decay.ALL),
        List.of(),
        1);
    INDArray before = net.getParam("fc_W").dup();
    Batch batch =
        new Batch(Nd4j.rand(16, 1, Blobs.SIDE, Blobs.SIDE), Nd4j.zeros(16, 4), new int[16]);
    assertThat(new TrainingStep(net, bare).take(batch, 0.1)).isZero();
    assertThat(net.getParam("fc_W")).isEqualTo(before);
  }

  @Test
  void historyIsATableOfOneRowAnEpoch() {
    Table table = new Trainer(Blobs.net(), Blobs.recipe().withEpochs(2))
        .fit(Blobs.training(), Blobs.validation())
        .table();
    assertThat(table.columnNames())
        .containsExactly(
            "epoch",
            "lr",
            "train_loss",
            "train_acc1",
            "val_loss",
            "val_acc1",
            "val_acc5",
            "images_per_sec",
            "seconds");
    assertThat(table.intColumn("epoch").asList()).containsExactly(1, 2);
    assertThat(table.doubleColumn("images_per_sec").min()).isPositive();
  }

  @Test
  void oneStepEqualsDeeplearning4jsOwn() {
    Recipe recipe = new Recipe(
        "sgd",
        "",
        1,
        32,
        Optimizer.momentum(0),
        Schedule.constant(0.1),
        Regularisation.weightDecay(0, Decay.WEIGHTS),
        List.of(),
        1);
    Normalisation none = Normalisation.none(1);
    Blobs images = new Blobs(32, 1);
    ComputationGraph ours = Blobs.net(1);
    ComputationGraph theirs = Blobs.net(1);
    theirs.setLearningRate(0.1);
    new Trainer(ours, recipe).normalise(none).fit(images, Blobs.validation());
    for (Batch batch :
        Loader.training(images, recipe.augmentationFor(images), none, 32, 1).epoch(0, 0)) {
      theirs.fit(new DataSet(batch.images(), batch.labels()));
    }
    assertThat(ours.params().sub(theirs.params()).norm2Number().doubleValue())
        .isCloseTo(0, within(1e-6 * theirs.params().norm2Number().doubleValue()));
  }

  @Test
  void sameSeedGivesTheSameWeightsAndAnotherSeedOthers() {
    INDArray first = trained(Blobs.recipe());
    assertThat(trained(Blobs.recipe())).isEqualTo(first);
    assertThat(trained(Blobs.recipe().withSeed(4))).isNotEqualTo(first);
  }

  @Test
  void progressHearsEveryBatchAndEpochInOrder() {
    List<String> heard = new ArrayList<>();
    new Trainer(Blobs.net(), Blobs.recipe().withEpochs(1).withBatchSize(128))
        .listen(new Progress() {
          @Override
          public void epochStarted(int epoch, int epochs) {
            heard.add("epoch " + epoch + " of " + epochs);
          }

          @Override
          public void batchEnded(Step step) {
            heard.add("batch " + step.batch() + " of " + step.batches());
          }

          @Override
          public void epochEnded(History history) {
            heard.add("row " + history.last().epoch());
          }

          @Override
          public void stopped(String how, History history) {
            heard.add(how);
          }
        })
        .fit(Blobs.training(), Blobs.validation());
    assertThat(heard)
        .containsExactly("epoch 1 of 1", "batch 1 of 2", "batch 2 of 2", "row 1", "finished");
  }

  @Test
  void explodingRateStopsWithBatchRateAndPlace() {
    Recipe wild = Blobs.recipe().withLearningRate(Schedule.constant(1e20));
    assertThatThrownBy(
            () -> new Trainer(Blobs.net(), wild).fit(Blobs.training(), Blobs.validation()))
        .isInstanceOf(TrainingException.class)
        .hasMessageMatching(
            "(?s)training diverged in epoch 1, batch \\d+: the loss is .* at learning rate 1.000e\\+20; .*")
        .hasMessageContaining("Lower the learning rate");
  }

  /**
   * They move on the way forward, so that they are spoilt before anything says that it diverged.
   */
  @Test
  void divergenceIsNotPutDownToRunningStatisticsAndLeavesThemAsTheyWere() {
    ComputationGraph net = Blobs.ours();
    net.getVertex("conv1").paramTable(false).get("W").assign(3e38);
    List<INDArray> statistics =
        new Parameters(net).views(net.params(), Parameters.Parameter::isStatistic);
    List<INDArray> before = statistics.stream().map(INDArray::dup).toList();
    assertThatThrownBy(
            () -> new Trainer(net, Blobs.recipe()).fit(Blobs.training(), Blobs.validation()))
        .hasMessageContaining("not finite are those of the activations of '");
    assertThat(statistics).isEqualTo(before);
  }

  @Test
  void interruptStopsAfterTheBatchAndFitGoesOn() {
    Trainer trainer = new Trainer(Blobs.net(), Blobs.recipe());
    List<String> ends = new ArrayList<>();
    trainer.listen(new Progress() {
      @Override
      public void batchEnded(Step step) {
        if (step.epoch() == 2 && step.batch() == 5 && ends.isEmpty()) {
          Thread.currentThread().interrupt();
        }
      }

      @Override
      public void stopped(String how, History history) {
        ends.add(how);
      }
    });
    assertThat(trainer.fit(Blobs.training(), Blobs.validation()).epochs()).hasSize(1);
    assertThat(Thread.interrupted()).as("the interrupt is passed on").isTrue();
    trainer.fit(Blobs.training(), Blobs.validation());
    assertThat(ends.get(0)).startsWith("interrupted in epoch 2 after batch 5");
    assertThat(ends.get(1)).isEqualTo("finished");
    assertThat(trainer.net().params()).as("as if never stopped").isEqualTo(trained(Blobs.recipe()));
  }

  @Test
  void callerThatHasGoneStopsItsTrainingThoughTheInterruptWasLost() {
    AtomicBoolean gone = new AtomicBoolean();
    StopSignal.alsoWhen(() -> gone::get);
    try {
      Trainer trainer = new Trainer(Blobs.net(), Blobs.recipe()).listen(new Progress() {
        @Override
        public void epochEnded(History history) {
          gone.set(true);
        }
      });
      assertThat(trainer.fit(Blobs.training(), Blobs.validation()).epochs()).hasSize(1);
      assertThat(Thread.interrupted()).as("what calls the training ends too").isTrue();
    } finally {
      StopSignal.alsoWhen(() -> () -> false);
    }
  }

  @Test
  void secondFitOfANetWaitsForTheFirstToEnd() throws Exception {
    AtomicInteger atOnce = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    Trainer trainer = new Trainer(Blobs.net(), Blobs.recipe()).listen(new Progress() {
      @Override
      public void begun(History history) {
        most.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
      }

      @Override
      public void stopped(String how, History history) {
        atOnce.decrementAndGet();
      }
    });
    CompletableFuture<?> first = CompletableFuture.runAsync(
        () -> trainer.fit(Blobs.training(), Blobs.validation()), Executors.newCachedThreadPool());
    trainer.fit(Blobs.training(), Blobs.validation());
    first.get();
    assertThat(most).hasValue(1);
  }

  @Test
  void runThatDivergesTellsItsListeners() {
    List<String> heard = new ArrayList<>();
    Recipe wild = Blobs.recipe().withLearningRate(Schedule.constant(1e20));
    Trainer trainer = new Trainer(Blobs.net(), wild).listen(new Progress() {
      @Override
      public void stopped(String how, History history) {
        heard.add(how);
      }
    });
    assertThatThrownBy(() -> trainer.fit(Blobs.training(), Blobs.validation()))
        .isInstanceOf(TrainingException.class);
    assertThat(heard).singleElement().asString().matches("diverged in epoch 1, batch \\d+");
  }

  private static INDArray trained(Recipe recipe) {
    Trainer trainer = new Trainer(Blobs.net(), recipe);
    trainer.fit(Blobs.training(), Blobs.validation());
    return trainer.net().params();
  }
}
