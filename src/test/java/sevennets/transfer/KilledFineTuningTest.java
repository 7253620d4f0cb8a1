package sevennets.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Ends a real process that fine-tunes, while the frozen layers look and while the rest learns. */
@Tag("slow")
class KilledFineTuningTest {
  private static final int KILLS = 5;

  @TempDir
  Path folder;

  @Test
  void killedAtTenRandomMomentsEndsWithTheSameWeightsAndFeatures() throws Exception {
    Path whole = folder.resolve("whole");
    Path killed = folder.resolve("killed");
    assertThat(start(whole).waitFor()).isZero();
    SplittableRandom random = new SplittableRandom(7);
    long[] seen = random.longs(KILLS, 0, size(whole)).sorted().toArray();
    for (long bytes : seen) killOnce(killed, () -> size(killed) > bytes);
    int last = (KilledFineTuning.EPOCHS - 1) * KilledFineTuning.BATCHES;
    int[] steps = random.ints(KILLS, 1, last).sorted().toArray();
    for (int step : steps) {
      String wanted = "checkpoint-%04d-%06d.zip"
          .formatted(step / KilledFineTuning.BATCHES, step % KilledFineTuning.BATCHES);
      killOnce(killed, () -> newest(killed).compareTo(wanted) >= 0);
    }
    assertThat(killed.resolve(KilledFineTuning.FINISHED)).doesNotExist();
    assertThat(start(killed).waitFor()).isZero();
    assertThat(finished(killed)).isEqualTo(finished(whole));
    for (String part : new String[] {"train", "validation", "test"}) {
      String file = "features-%s.bin".formatted(part);
      assertThat(killed.resolve(file)).hasSameBinaryContentAs(whole.resolve(file));
    }
    assertThat(TrainedRun.open(killed, warning -> {}).classes()).containsExactly("dark", "light");
  }

  private interface Moment {
    boolean hasCome() throws IOException;
  }

  private static void killOnce(Path run, Moment moment) throws Exception {
    Process process = start(run);
    while (process.isAlive() && !moment.hasCome()) TimeUnit.MILLISECONDS.sleep(1);
    process.destroyForcibly().waitFor();
    System.out.printf("killed at %s, %,d bytes of features%n", newest(run), size(run));
  }

  /** Of the training images' features. */
  private static long size(Path run) throws IOException {
    Path features = run.resolve("features-train.bin");
    return Files.exists(features) ? Files.size(features) : 0;
  }

  private static String newest(Path run) throws IOException {
    if (!Files.isDirectory(run)) return "";
    try (var files = Files.list(run)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.startsWith("checkpoint-") && name.endsWith(".zip"))
          .max(String::compareTo)
          .orElse("");
    }
  }

  private static Process start(Path run) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(
            System.getProperty("java.home") + File.separator + "bin" + File.separator + "java",
            "-Xmx512m",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            KilledFineTuning.class.getName(),
            run.toString())
        .redirectErrorStream(true);
    builder.environment().put("OMP_NUM_THREADS", "1");
    Process process = builder.start();
    BufferedReader out = process.inputReader();
    String line = out.readLine();
    while (line != null && !line.equals("begins")) line = out.readLine();
    return process;
  }

  private static INDArray finished(Path run) throws IOException {
    return ModelSerializer.restoreComputationGraph(
            run.resolve(KilledFineTuning.FINISHED).toFile())
        .params();
  }
}
