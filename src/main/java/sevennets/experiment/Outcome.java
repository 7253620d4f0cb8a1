package sevennets.experiment;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import sevennets.train.AtomicFile;
import sevennets.train.History;
import sevennets.train.Trainer;

/**
 * What one finished run measured.
 *
 * @param arm its name
 * @param seed of weights, order, augmentation and dropout
 * @param testAcc1 top-1 accuracy on the test images, read once, at the end; in [0, 1]
 * @param params learnable parameters, without auxiliary heads
 * @param macs multiply-adds for one image
 * @param history epoch by epoch; shorter than the sweep's epochs if training diverged, and then the
 *     accuracy is that of chance
 * @param machine what computed it: {@code device}, {@code cores}, {@code system} and versions, as
 *     far as the run's folder says
 */
public record Outcome(
    String arm,
    int seed,
    double testAcc1,
    long params,
    long macs,
    History history,
    Map<String, String> machine) {

  private static final String FILE = "outcome.properties";

  /** The facts of a run's folder that are of the machine and not of the run. */
  static final List<String> MACHINE =
      List.of("device", "cores", "system", "java", "deeplearning4j", "layers", "commit");

  public Outcome {
    machine = new TreeMap<>(machine);
  }

  /** Seconds of training and validation. */
  public double seconds() {
    return history.epochs().stream().mapToDouble(History.Epoch::seconds).sum();
  }

  /** Seconds that an epoch took, in the mean. */
  public double secondsPerEpoch() {
    return history.epochs().stream()
        .mapToDouble(History.Epoch::seconds)
        .average()
        .orElse(0);
  }

  static boolean isIn(Path folder) {
    return Files.exists(folder.resolve(FILE));
  }

  static Outcome read(Path folder, String arm, int seed) {
    try {
      Properties p = new Properties();
      p.load(new StringReader(Files.readString(folder.resolve(FILE))));
      return new Outcome(
          arm,
          seed,
          Double.parseDouble(p.getProperty("test_acc1")),
          Long.parseLong(p.getProperty("params")),
          Long.parseLong(p.getProperty("macs")),
          History.parse(p.getProperty("history")),
          machine(folder));
    } catch (IOException | RuntimeException e) {
      throw new IllegalArgumentException(
          "the result in " + folder + " can't be read (" + e.getMessage()
              + "); delete that folder to run it anew",
          e);
    }
  }

  private static Map<String, String> machine(Path folder) {
    Map<String, String> machine = new TreeMap<>(Trainer.facts(folder));
    machine.keySet().retainAll(MACHINE);
    return machine;
  }

  void write(Path folder) {
    Properties p = new Properties();
    p.setProperty("test_acc1", String.valueOf(testAcc1));
    p.setProperty("params", String.valueOf(params));
    p.setProperty("macs", String.valueOf(macs));
    p.setProperty("history", history.csv());
    try {
      StringWriter text = new StringWriter();
      p.store(text, "arm " + arm + ", seed " + seed);
      AtomicFile.write(
          folder.resolve(FILE), out -> out.write(text.toString().getBytes(StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new IllegalStateException(
          "can't write the result of arm " + arm + ", seed " + seed + " to " + folder + ": "
              + e.getMessage(),
          e);
    }
  }
}
