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
  private static final int KILLS = 10;

  @TempDir
  Path folder;

  @Test
  void killedAtTenRandomMomentsEndsWithTheSameWeightsAndFeatures() throws Exception {
    Path whole = folder.resolve("whole");
    Path killed = folder.resolve("killed");
    long before = System.nanoTime();
    assertThat(start(whole).waitFor()).isZero();
    long millis = (System.nanoTime() - before) / 1_000_000;
    SplittableRandom random = new SplittableRandom(7);
    for (int i = 0; i < KILLS; i++) {
      Process run = start(killed);
      TimeUnit.MILLISECONDS.sleep(random.nextLong(Math.max(1, millis / 3)));
      run.destroyForcibly().waitFor();
      assertThat(killed.resolve(KilledFineTuning.FINISHED))
          .as("killed before it could finish")
          .doesNotExist();
      System.out.println("kill " + (i + 1) + ": " + left(killed));
    }
    assertThat(start(killed).waitFor()).isZero();
    assertThat(finished(killed)).isEqualTo(finished(whole));
    for (String part : new String[] {"train", "validation", "test"}) {
      String file = "features-%s.bin".formatted(part);
      assertThat(killed.resolve(file)).hasSameBinaryContentAs(whole.resolve(file));
    }
    assertThat(TrainedRun.open(killed, warning -> {}).classes()).containsExactly("dark", "light");
  }

  /** How far the run had come. */
  private static String left(Path run) throws IOException {
    if (!Files.isDirectory(run)) return "nothing yet";
    try (var files = Files.list(run)) {
      String newest = files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.startsWith("checkpoint-"))
          .max(String::compareTo)
          .orElse("no checkpoint");
      Path features = run.resolve("features-train.bin");
      return "%s, %d bytes of features"
          .formatted(newest, Files.exists(features) ? Files.size(features) : 0);
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
