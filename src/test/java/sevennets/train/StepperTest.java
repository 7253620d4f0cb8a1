package sevennets.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run whose steps are taken elsewhere is the run that the host would have had, bit for bit. */
class StepperTest {
  private static final Recipe RECIPE = Blobs.recipe().withEpochs(2);

  @TempDir
  Path folder;

  @Test
  void farStepsGiveTheHostsWeightsHistoryAndCheckpoints() throws IOException {
    Trainer host = new Trainer(Blobs.ours(), RECIPE).into(folder.resolve("host"));
    Trainer far = far(Blobs.ours()).into(folder.resolve("far"));
    host.fit(Blobs.training(), Blobs.validation());
    far.fit(Blobs.training(), Blobs.validation());
    assertThat(far.net().params()).isEqualTo(host.net().params());
    assertThat(figures(far)).isEqualTo(figures(host));
    assertThat(checkpoints("far")).isEqualTo(checkpoints("host")).hasSizeGreaterThan(2);
  }

  @Test
  void checkpointWithinAnEpochHoldsWhatTheFarPlaceHolds() throws IOException {
    for (String place : List.of("host", "far")) {
      Trainer trainer = place.equals("far") ? far(Blobs.ours()) : new Trainer(Blobs.ours(), RECIPE);
      stopAt(1, 5, trainer.into(folder.resolve(place)).saveEvery(Duration.ZERO));
    }
    assertThat(checkpoints("far"))
        .isEqualTo(checkpoints("host"))
        .containsKey("checkpoint-0000-000005");
  }

  @Test
  void runIsTakenUpElsewhereThanItWasStopped() {
    Trainer whole = new Trainer(Blobs.ours(), RECIPE);
    whole.fit(Blobs.training(), Blobs.validation());
    stopAt(1, 5, far(Blobs.ours()).into(folder));
    stopAt(2, 3, Trainer.resume(folder, RECIPE, warning -> {}));
    Trainer farAgain = Trainer.resume(folder, RECIPE, warning -> {}, FarStepper::new);
    farAgain.fit(Blobs.training(), Blobs.validation());
    assertThat(farAgain.net().params()).isEqualTo(whole.net().params());
    assertThat(figures(farAgain)).isEqualTo(figures(whole));
  }

  @Test
  void secondFitGoesOnAfterAnInterruption() {
    Trainer whole = new Trainer(Blobs.ours(), RECIPE);
    whole.fit(Blobs.training(), Blobs.validation());
    Trainer far = far(Blobs.ours());
    stopAt(1, 5, far);
    assertThat(Double.isFinite(far.net().params().sumNumber().doubleValue())).isTrue();
    far.fit(Blobs.training(), Blobs.validation());
    assertThat(far.net().params()).isEqualTo(whole.net().params());
  }

  @Test
  void listenersSeeTheNetAtTheEndOfEachEpochAndOfTheRun() {
    Trainer far = far(Blobs.ours());
    List<Double> sums = new ArrayList<>();
    far.listen(new Progress() {
      @Override
      public void epochEnded(History history) {
        sums.add(far.net().params().sumNumber().doubleValue());
      }

      @Override
      public void stopped(String how, History history) {
        sums.add(far.net().params().sumNumber().doubleValue());
      }
    });
    far.fit(Blobs.training(), Blobs.validation());
    assertThat(sums).hasSize(3).allMatch(Double::isFinite);
  }

  @Test
  void everyCallComesInItsPlace() {
    ComputationGraph net = Blobs.ours();
    FarStepper stepper = new FarStepper(net, RECIPE.withEpochs(1));
    List<String> warnings = new ArrayList<>();
    new Trainer(net, RECIPE.withEpochs(1), stepper)
        .into(folder)
        .listen(new Progress() {
          @Override
          public void warned(String message) {
            warnings.add(message);
          }
        })
        .fit(Blobs.training(), Blobs.validation());
    assertThat(stepper.outline())
        .containsExactly(
            "checkMemory",
            "swapAverage",
            "begin",
            "pull",
            "take",
            "swapAverage",
            "scores",
            "swapAverage",
            "pull",
            "end",
            "swapAverage");
    assertThat(stepper.calls.stream().filter("take"::equals)).hasSize(16);
    assertThat(warnings).containsExactly("a far place needs no memory here");
  }

  @Test
  void failureIsASentenceAndNothingSavedIsLost() {
    ComputationGraph net = Blobs.ours();
    Trainer trainer =
        new Trainer(net, RECIPE, new FarStepper(net, RECIPE).failingAfter(20)).into(folder);
    assertThatThrownBy(() -> trainer.fit(Blobs.training(), Blobs.validation()))
        .isInstanceOf(TrainingException.class)
        .hasMessage(
            "training failed in epoch 2, batch 5: the card has 7.6 GiB and the step needs more. "
                + "The last checkpoint in %s is kept.",
            folder);
    Trainer whole = new Trainer(Blobs.ours(), RECIPE);
    whole.fit(Blobs.training(), Blobs.validation());
    Trainer resumed = Trainer.resume(folder, RECIPE, warning -> {});
    resumed.fit(Blobs.training(), Blobs.validation());
    assertThat(resumed.net().params()).isEqualTo(whole.net().params());
  }

  private static Trainer far(ComputationGraph net) {
    return new Trainer(net, RECIPE, new FarStepper(net, RECIPE));
  }

  /** Trains until a batch of an epoch is done, and interrupts there. */
  private static void stopAt(int epoch, int batch, Trainer trainer) {
    trainer
        .listen(new Progress() {
          @Override
          public void batchEnded(Step step) {
            if (step.epoch() == epoch && step.batch() == batch) {
              Thread.currentThread().interrupt();
            }
          }
        })
        .fit(Blobs.training(), Blobs.validation());
    assertThat(Thread.interrupted()).isTrue();
  }

  private static String figures(Trainer trainer) {
    return trainer.history().table().removeColumns("images_per_sec", "seconds").print();
  }

  /** All that each checkpoint of a run holds, times aside. */
  private Map<String, List<Object>> checkpoints(String run) throws IOException {
    Map<String, List<Object>> all = new TreeMap<>();
    try (var files = Files.newDirectoryStream(folder.resolve(run), "checkpoint-*.zip")) {
      for (Path file : files) {
        Checkpoint read = Checkpoint.read(file);
        String name = file.getFileName().toString().replace(".zip", "");
        all.put(name, List.of(read.net(), read.vectors(), read.position()));
      }
    }
    return all;
  }
}
