package sevennets.claims;

import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import sevennets.train.History;
import sevennets.train.Trainer;

/**
 * What one finished run measured.
 *
 * <pre>{@code
 * for (Outcome run : new Sweep(Ablations.get("vgg-lrn"), Budget.quick(), new Store(folder)).outcomes())
 *   System.out.println(run.arm() + ", seed " + run.seed() + ": " + run.end().testAcc1());
 * }</pre>
 *
 * @param arm its name
 * @param seed of the sample of images, of weights, order, augmentation and dropout
 * @param diverged whether its loss grew beyond all bounds; it then has no accuracy, and counts as
 *     failed
 * @param end how well the net does when training has ended; {@link End#NONE} for a run that
 *     diverged
 * @param params learnable parameters, without auxiliary heads
 * @param macs multiply-adds for one image
 * @param steps of an epoch
 * @param history epoch by epoch
 * @param recipe all its settings, as text; empty for a result kept before that was stored
 * @param rate the greatest learning rate of the recipe; NaN with a result kept before that was
 *     stored
 * @param machine what computed it: {@code device}, {@code cores}, {@code system} and versions, as
 *     far as the run's folder says
 */
public record Outcome(
    String arm,
    int seed,
    boolean diverged,
    End end,
    long params,
    long macs,
    int steps,
    History history,
    String recipe,
    double rate,
    Map<String, String> machine) {

  /**
   * How well a trained net does, with batch norm's statistics measured anew.
   *
   * @param testAcc1 top-1 accuracy on the test images, read once; in [0, 1]
   * @param valAcc1 the same on the validation images; NaN where it was not measured
   * @param trainLoss cross-entropy on its own training images as they are, not augmented, in nats;
   *     NaN where it was not measured
   * @param trainAcc1 top-1 accuracy on them
   * @param right a bit for each test image that it named; empty where they were not kept
   */
  public record End(
      double testAcc1, double valAcc1, double trainLoss, double trainAcc1, BitSet right) {
    public static final End NONE =
        new End(Double.NaN, Double.NaN, Double.NaN, Double.NaN, new BitSet());

    public End {
      require("test accuracy", testAcc1, 1);
      require("validation accuracy", valAcc1, 1);
      require("training accuracy", trainAcc1, 1);
      require("training loss", trainLoss, LARGEST);
    }
  }

  /** Of a loss or a learning rate: no axis shows more. */
  public static final double LARGEST = 1e29;

  /** The facts of a run's folder that are of the machine and not of the run. */
  public static final List<String> MACHINE = List.of(
      "device",
      Trainer.PLACE,
      "cores",
      "system",
      "java",
      "deeplearning4j",
      "layers",
      "commit",
      "version");

  /** The fact of a result read from a table that names its {@link #arithmetic}. */
  public static final String ARITHMETIC = "arithmetic";

  public Outcome {
    machine = new TreeMap<>(machine);
    require("learning rate", rate, LARGEST);
    if (params < 0 || macs < 0 || steps < 0)
      throw new IllegalArgumentException(
          "a run's parameters, multiply-adds and steps are 0 or more; received %d, %d, %d"
              .formatted(params, macs, steps));
  }

  private static void require(String name, double value, double most) {
    if (value < 0 || value > most)
      throw new IllegalArgumentException("a run's %s is from 0 to %s, or NaN; received: %s"
          .formatted(name, most == 1 ? "1" : String.valueOf(most), value));
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

  /** What did the arithmetic: only runs of the same are set against each other. */
  public String arithmetic() {
    if (machine.containsKey(ARITHMETIC)) return machine.get(ARITHMETIC);
    String layers = machine.getOrDefault("layers", "unknown");
    return machine.getOrDefault("device", "unknown") + ", " + layers.replaceAll(":.*", "")
        + card().map(card -> ", " + card).orElse("");
  }

  /** The graphics card beside the processor that trained the net, and how it rounds. */
  public Optional<String> card() {
    return Optional.ofNullable(machine.get(Trainer.PLACE))
        .filter(place -> !place.startsWith(Trainer.PROCESSOR));
  }

  /**
   * By which share the training loss still fell in the last fifth of the run; NaN for fewer than
   * five epochs.
   */
  public double stillFalling() {
    List<History.Epoch> epochs = history.epochs();
    int n = epochs.size();
    if (n < 5) return Double.NaN;
    double place = 0.8 * n - 1;
    int before = (int) place;
    double share = place - before;
    double then = (1 - share) * epochs.get(before).trainLoss()
        + share * epochs.get(Math.min(before + 1, n - 1)).trainLoss();
    return (then - epochs.get(n - 1).trainLoss()) / then;
  }
}
