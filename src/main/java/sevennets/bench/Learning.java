package sevennets.bench;

import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * How one contender learned, epoch by epoch.
 *
 * <pre>{@code
 * LearningRace race = new LearningRace(Set.of(), null, 2);
 * Learning ours = race.run(Models.get("lenet5"), Recipes.get("quick"), FashionMnist.load()).get(0);
 * OptionalDouble seconds = ours.secondsTo(0.92);  // empty if it never got there
 * }</pre>
 *
 * @param compileSeconds what compiling took before, none of which is in the epochs
 */
public record Learning(Contender contender, List<Epoch> epochs, double compileSeconds) {

  /**
   * One epoch.
   *
   * @param seconds of training, loading included, judging not
   * @param accuracy on the test images after it, in [0, 1]
   */
  public record Epoch(double seconds, double accuracy) {}

  public Learning {
    epochs = List.copyOf(epochs);
  }

  /** Seconds of training until the end of the first epoch with at least that accuracy. */
  public OptionalDouble secondsTo(double accuracy) {
    double seconds = 0;
    for (Epoch epoch : epochs) {
      seconds += epoch.seconds();
      if (epoch.accuracy() >= accuracy) return OptionalDouble.of(seconds);
    }
    return OptionalDouble.empty();
  }

  /** Seconds of training in all. */
  public double seconds() {
    return epochs.stream().mapToDouble(Epoch::seconds).sum();
  }

  /** After the last epoch. */
  public double accuracy() {
    return epochs.get(epochs.size() - 1).accuracy();
  }

  /** A line for a reader. */
  public String text(double mark) {
    OptionalDouble passed = secondsTo(mark);
    return String.format(
        Locale.ROOT,
        "  %-31s %s; %.2f%% at the end, after %.0f s%s",
        contender,
        passed.isPresent()
            ? String.format(Locale.ROOT, "%5.0f s", passed.getAsDouble())
            : "never  ",
        100 * accuracy(),
        seconds(),
        compileSeconds > 0
            ? String.format(Locale.ROOT, ", compiled in %.0f s before", compileSeconds)
            : "");
  }
}
