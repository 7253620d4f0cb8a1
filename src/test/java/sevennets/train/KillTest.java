package sevennets.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Ends a real process that trains, in every way that a night has in store. */
class KillTest {
  private static final int KILLS = 10;

  @TempDir
  Path folder;

  @Test
  void killedAtTenRandomMomentsEndsWithTheSameWeights() throws Exception {
    SplittableRandom random = new SplittableRandom(7);
    for (int i = 0; i < KILLS; i++) {
      Process run = start("", "");
      TimeUnit.MILLISECONDS.sleep(random.nextInt(150));
      run.destroyForcibly().waitFor();
    }
    assertThat(folder.resolve(KilledRun.FINISHED))
        .as("killed before it could finish")
        .doesNotExist();
    assertThat(start("", "").waitFor()).isZero();
    assertThat(finished()).isEqualTo(neverKilled());
  }

  @Test
  void terminatedProcessSavesBeforeItEnds() throws Exception {
    Process run = start("", "-Dsave.never=true");
    TimeUnit.MILLISECONDS.sleep(100);
    run.destroy();
    assertThat(run.waitFor()).as("128 + SIGTERM").isEqualTo(143);
    assertThat(folder.resolve(KilledRun.FINISHED)).doesNotExist();
    Checkpoint last = RunFolder.open(folder).last(warning -> {}).orElseThrow();
    assertThat(last.position().steps()).isPositive();
  }

  @Test
  void fullDiskStopsInWordsAndKeepsWhatWasSaved() throws Exception {
    assertThat(start("", "-Dstop.after=40").waitFor()).isZero();
    Checkpoint before = RunFolder.open(folder).last(warning -> {}).orElseThrow();
    // No file may grow beyond one block of 512 or 1024 bytes: the system refuses to write, as it
    // does on a full disk.
    Process run = start("ulimit -f 1; ", "");
    String said = new String(run.getInputStream().readAllBytes());
    assertThat(run.waitFor()).isEqualTo(1);
    assertThat(said)
        .contains(
            "training stops after epoch",
            "What was saved before is untouched",
            "Make room, then resume");
    Checkpoint after = RunFolder.open(folder).last(warning -> {}).orElseThrow();
    assertThat(after.position()).isEqualTo(before.position());
  }

  /** Starts the process and waits until training begins. */
  private Process start(String before, String option) throws IOException {
    String command = before + "exec java -Xmx256m -XX:TieredStopAtLevel=1 -cp \"$CP\" " + option
        + " " + KilledRun.class.getName() + " \"$RUN\"";
    ProcessBuilder builder = new ProcessBuilder("bash", "-c", command).redirectErrorStream(true);
    builder.environment().put("CP", System.getProperty("java.class.path"));
    builder.environment().put("RUN", folder.toString());
    builder.environment().put("OMP_NUM_THREADS", "1");
    builder
        .environment()
        .merge(
            "PATH",
            "",
            (path, none) -> System.getProperty("java.home") + "/bin" + File.pathSeparator + path);
    Process process = builder.start();
    BufferedReader out = process.inputReader();
    String line = out.readLine();
    while (line != null && !line.equals("begins")) {
      line = out.readLine();
    }
    return process;
  }

  private INDArray finished() throws IOException {
    return ModelSerializer.restoreComputationGraph(
            Files.newInputStream(folder.resolve(KilledRun.FINISHED)))
        .params();
  }

  private static INDArray neverKilled() {
    Trainer trainer = new Trainer(Blobs.net(), KilledRun.recipe());
    trainer.fit(Blobs.training(), Blobs.validation());
    return trainer.net().params();
  }
}
