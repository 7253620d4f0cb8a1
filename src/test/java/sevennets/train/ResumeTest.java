package sevennets.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
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
  void otherImagesThanTheRunBeganWithAreRefused() {
    stopAfter(2, 5);
    Trainer resumed = Trainer.resume(folder, Blobs.recipe(), warning -> {});
    assertThatThrownBy(() -> resumed.fit(Blobs.validation(), Blobs.validation()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the training images are not those that the run in " + folder
            + " began with: go on with the same ones, or start a new run");
    assertThatThrownBy(() -> resumed.fit(Blobs.training(), Blobs.training()))
        .hasMessageStartingWith("the validation images are not those");
    assertThat(finish(new ArrayList<>())).isEqualTo(neverStopped());
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
            "run.lock",
            "run.properties");
  }

  @Test
  void epochTenThousandIsNewerThanTheOneBefore() throws IOException {
    stopAfter(1, 1);
    Checkpoint small = Checkpoint.read(folder.resolve("checkpoint-0000-000001.zip"));
    RunFolder run = RunFolder.open(folder.resolve("long"));
    for (int epoch : new int[] {9998, 9999, 10_000, 10_001})
      run.save(at(small, new Position(epoch, 0, epoch * 16L)), false);
    assertThat(run.last(warning -> {}).orElseThrow().position().epoch()).isEqualTo(10_001);
    run.save(at(small, new Position(10_001, 1_000_000, 1)), false);
    assertThat(run.last(warning -> {}).orElseThrow().position().batch()).isEqualTo(1_000_000);
    assertThat(run.names())
        .extracting(file -> file.getFileName().toString())
        .containsExactlyInAnyOrder(
            "checkpoint-10000-000000.zip",
            "checkpoint-10001-000000.zip",
            "checkpoint-10001-1000000.zip");
  }

  private static Checkpoint at(Checkpoint other, Position position) {
    return new Checkpoint(
        other.net(), other.vectors(), position, other.tally(), other.history(), other.recipe());
  }

  @Test
  void bestIsTheEpochWithTheHighestValidationAccuracy() throws IOException {
    Trainer trainer = new Trainer(Blobs.net(), Blobs.recipe()).into(folder);
    History history = trainer.fit(Blobs.training(), Blobs.validation());
    Checkpoint best = Checkpoint.read(folder.resolve("best.zip"));
    assertThat(best.history().last().valAcc1()).isEqualTo(history.bestValAcc1());
  }

  /** As one who is killed between two files, each of which is written whole. */
  @Test
  void whereverSavingBreaksOffTheBestAndTheHistoryEndAsIfItHadNot() throws IOException {
    Trainer whole = new Trainer(Blobs.net(), Blobs.recipe()).into(folder.resolve("whole"));
    whole.fit(Blobs.training(), Blobs.validation());
    Checkpoint expected = Checkpoint.read(folder.resolve("whole").resolve("best.zip"));
    for (String file : List.of(
        "best.zip",
        "checkpoint-0001-000000.zip",
        "checkpoint-0002-000000.zip",
        "checkpoint-0004-000000.zip",
        "history.csv")) {
      Path run = folder.resolve(file + "-cannot-be-written");
      Path inTheWay = run.resolve(file).resolve("full");
      assertThatThrownBy(() -> new Trainer(Blobs.net(), Blobs.recipe())
              .into(run)
              .listen(new Progress() {
                @Override
                public void batchEnded(Step step) {
                  if (Files.isRegularFile(run.resolve(file)))
                    run.resolve(file).toFile().delete();
                  inTheWay.toFile().mkdirs();
                }
              })
              .fit(Blobs.training(), Blobs.validation()))
          .as(file)
          .isInstanceOf(TrainingException.class);
      Files.delete(inTheWay);
      Files.delete(run.resolve(file));
      Trainer again = Trainer.resume(run, Blobs.recipe(), warning -> {});
      again.fit(Blobs.training(), Blobs.validation());
      assertThat(again.net().params()).as(file).isEqualTo(whole.net().params());
      Checkpoint best = Checkpoint.read(run.resolve("best.zip"));
      assertThat(best.position()).as(file).isEqualTo(expected.position());
      assertThat(best.vectors()).as(file).isEqualTo(expected.vectors());
      assertThat(Files.readString(run.resolve("history.csv")))
          .isEqualTo(again.history().csv());
    }
  }

  @Test
  void secondTrainingInAFolderIsToldWhoHoldsIt() {
    List<String> said = new ArrayList<>();
    Trainer first = new Trainer(Blobs.net(), Blobs.recipe()).into(folder);
    Trainer second = new Trainer(Blobs.net(), Blobs.recipe()).into(folder);
    first.listen(new Progress() {
      @Override
      public void epochEnded(History history) {
        try {
          second.fit(Blobs.training(), Blobs.validation());
        } catch (TrainingException e) {
          said.add(e.getMessage());
        }
      }
    });
    first.fit(Blobs.training(), Blobs.validation());
    assertThat(said)
        .hasSize(4)
        .containsOnly("this process is training in " + folder
            + "; wait until it has ended, or choose another folder");
    assertThatThrownBy(() -> second.fit(Blobs.training(), Blobs.validation()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("holds another run");
  }

  @Test
  void resumingARunThatIsInTrainingChangesNothingInItsFolder() {
    List<String> said = new ArrayList<>();
    Trainer first = new Trainer(Blobs.net(), Blobs.recipe()).into(folder);
    first.listen(new Progress() {
      @Override
      public void epochEnded(History history) {
        Path written = folder.resolve("history.csv");
        try {
          Files.delete(written);
          Trainer.resume(folder, Blobs.recipe(), warning -> {})
              .fit(Blobs.training(), Blobs.validation());
        } catch (TrainingException e) {
          said.add(e.getMessage());
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
        assertThat(written).doesNotExist();
      }
    });
    first.fit(Blobs.training(), Blobs.validation());
    assertThat(said)
        .hasSize(4)
        .allMatch(sentence -> sentence.startsWith("this process is training in " + folder));
  }

  @Test
  void runThatWasResumedTwiceIsWrittenOverByNeither() {
    stopAfter(1, 1);
    Trainer first = Trainer.resume(folder, Blobs.recipe(), warning -> {});
    Trainer second = Trainer.resume(folder, Blobs.recipe(), warning -> {});
    first.fit(Blobs.training(), Blobs.validation());
    assertThatThrownBy(() -> second.fit(Blobs.training(), Blobs.validation()))
        .isInstanceOf(TrainingException.class)
        .hasMessage(
            "the run in %s was taken further by another training since; resume it (--resume %s)"
                .formatted(folder, folder));
  }

  @Test
  void readingARunLeavesAloneWhatItsTrainingIsWriting() throws IOException {
    stopAfter(1, 1);
    Path unfinished = Files.createFile(folder.resolve("best.zip.unfinished"));
    assertThat(Trainer.canResume(folder)).isTrue();
    Trainer.facts(folder);
    assertThat(unfinished).exists();
  }

  @Test
  void runThatOtherCodeBeganGoesOnNowhere() throws IOException {
    stopAfter(1, 1);
    Path facts = folder.resolve("run.properties");
    String written = Files.readString(facts);
    assertThat(written).contains("code.train=", "code.ops=", "code.data=");
    Files.writeString(facts, written.replaceAll("code.ops=.*", "code.ops=0123"));
    assertThatThrownBy(() -> Trainer.resume(folder, Blobs.recipe(), warning -> {}))
        .isInstanceOf(TrainingException.class)
        .hasMessageContainingAll(
            "was begun by other code, and its numbers could change: ops differ (commit",
            "git checkout");
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void aPipeInPlaceOfTheFactsIsRefusedAndNotWaitedFor() throws Exception {
    Path facts = folder.resolve("run.properties");
    assertThat(new ProcessBuilder("mkfifo", facts.toString()).start().waitFor()).isZero();
    assertTimeoutPreemptively(
        Duration.ofSeconds(20),
        () -> assertThatThrownBy(() -> Trainer.facts(folder))
            .isInstanceOf(TrainingException.class)
            .hasMessage(
                "cannot read %s: it is no ordinary file but a folder, a pipe or a device", facts));
  }

  @Test
  void aBestThatIsNoFileIsToldAndTheLastCheckpointTaken() throws IOException {
    new Trainer(Blobs.net(), Blobs.recipe().withEpochs(1))
        .into(folder)
        .fit(Blobs.training(), Blobs.validation());
    Files.delete(folder.resolve("best.zip"));
    Files.createDirectory(folder.resolve("best.zip"));
    List<String> warnings = new ArrayList<>();
    RunWeights.into(Blobs.net(), folder, warnings::add);
    assertThat(warnings).singleElement().asString().contains("best.zip");
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void aPipeInPlaceOfTheLockIsRefusedAndNotWaitedFor() throws Exception {
    Path lock = folder.resolve("run.lock");
    assertThat(new ProcessBuilder("mkfifo", lock.toString()).start().waitFor()).isZero();
    Trainer trainer = new Trainer(Blobs.net(), Blobs.recipe().withEpochs(1)).into(folder);
    assertTimeoutPreemptively(
        Duration.ofSeconds(60),
        () -> assertThatThrownBy(() -> trainer.fit(Blobs.training(), Blobs.validation()))
            .isInstanceOf(TrainingException.class)
            .hasMessageContaining("run.lock: it is no ordinary file"));
  }

  @Test
  void notesAreReadBackAsTheyWere() {
    Trainer trainer = new Trainer(Blobs.net(), Blobs.recipe().withEpochs(1)).into(folder);
    String hostile = " a\\b=c\nepochs=99\r\t\u001b[31m#!ü ";
    trainer.note("data", hostile).fit(Blobs.training(), Blobs.validation());
    assertThat(Trainer.facts(folder)).containsEntry("data", hostile).doesNotContainKey("epochs");
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
