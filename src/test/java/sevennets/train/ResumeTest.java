package sevennets.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;

class ResumeTest {
  @TempDir
  Path folder;

  @Test
  void interruptedWithinAnEpochEndsWithTheSameWeights() {
    stopAfter(2, 5);
    assertThat(finish(new ArrayList<>())).isEqualTo(neverStopped());
  }

  @Test
  void netOfOurLayersWithDropoutAndStochasticDepthEndsWithTheSameWeights() {
    Trainer whole = new Trainer(Blobs.ours(), Blobs.recipe());
    whole.fit(Blobs.training(), Blobs.validation());
    stopAfter(Blobs.ours(), 2, 5);
    assertThat(finish(new ArrayList<>())).isEqualTo(whole.net().params());
    assertThat(whole.history().last().valAcc1()).isGreaterThan(0.9);
  }

  @Test
  void historyOfAResumedRunIsThatOfOneNeverStopped() throws IOException {
    stopAfter(3, 9);
    finish(new ArrayList<>());
    Trainer whole = new Trainer(Blobs.net(), Blobs.recipe());
    whole.fit(Blobs.training(), Blobs.validation());
    History resumed = History.parse(Files.readString(folder.resolve("history.csv")));
    assertThat(resumed.table().removeColumns("images_per_sec", "seconds").print())
        .isEqualTo(
            whole.history().table().removeColumns("images_per_sec", "seconds").print());
  }

  @Test
  void damagedCheckpointIsPassedOverWithAWarning() throws IOException {
    stopAfter(2, 5);
    Path last = folder.resolve("checkpoint-0001-000005.zip");
    Files.write(last, new byte[] {1, 2, 3});
    List<String> warnings = new ArrayList<>();
    assertThat(finish(warnings)).isEqualTo(neverStopped());
    assertThat(warnings)
        .singleElement()
        .asString()
        .startsWith(last + " is damaged: ")
        .endsWith("; going back to the checkpoint before it");
  }

  @Test
  void lastThreeCheckpointsAndTheBestAreKept() {
    new Trainer(Blobs.net(), Blobs.recipe()).into(folder).fit(Blobs.training(), Blobs.validation());
    assertThat(folder.toFile().list())
        .containsExactlyInAnyOrder(
            "checkpoint-0002-000000.zip",
            "checkpoint-0003-000000.zip",
            "checkpoint-0004-000000.zip",
            "best.zip",
            "history.csv",
            "run.properties");
  }

  @Test
  void bestIsTheEpochWithTheHighestValidationAccuracy() throws IOException {
    Trainer trainer = new Trainer(Blobs.net(), Blobs.recipe()).into(folder);
    History history = trainer.fit(Blobs.training(), Blobs.validation());
    Checkpoint best = Checkpoint.read(folder.resolve("best.zip"));
    assertThat(best.history().last().valAcc1()).isEqualTo(history.bestValAcc1());
  }

  @Test
  void folderOfAnotherRunIsNotWrittenOver() {
    stopAfter(1, 1);
    assertThatThrownBy(() -> new Trainer(Blobs.net(), Blobs.recipe()).into(folder))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("holds another run; resume it (--resume");
  }

  @Test
  void otherRecipeIsRefused() {
    stopAfter(1, 1);
    assertThatThrownBy(() -> Trainer.resume(folder, Blobs.recipe().withEpochs(9), warning -> {}))
        .hasMessageContaining("another recipe: epochs=4 there, epochs=9 here");
  }

  @Test
  void emptyFolderCannotBeResumed() {
    assertThatThrownBy(() -> Trainer.resume(folder, Blobs.recipe(), warning -> {}))
        .hasMessageContaining("there is no checkpoint to go on from in " + folder);
  }

  private void stopAfter(int epoch, int batch) {
    stopAfter(Blobs.net(), epoch, batch);
  }

  private void stopAfter(ComputationGraph net, int epoch, int batch) {
    Trainer trainer = new Trainer(net, Blobs.recipe()).into(folder).saveEvery(Duration.ofDays(1));
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

  private INDArray finish(List<String> warnings) {
    Trainer trainer = Trainer.resume(folder, Blobs.recipe(), warnings::add);
    trainer.fit(Blobs.training(), Blobs.validation());
    return trainer.net().params();
  }

  private static INDArray neverStopped() {
    Trainer trainer = new Trainer(Blobs.net(), Blobs.recipe());
    trainer.fit(Blobs.training(), Blobs.validation());
    return trainer.net().params();
  }
}
