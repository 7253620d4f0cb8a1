package sevennets.claims;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import sevennets.train.History.Epoch;

/**
 * What the sides of a contrast are compared by; less is better unless it says so.
 *
 * <pre>{@code
 * Ablation faster = Ablations.get("alexnet-relu");
 * String axis = faster.measure().title() + ", " + faster.measure().unit();
 * }</pre>
 */
public sealed interface Measure {

  /** How exactly a pair's difference is known. */
  enum Bound {
    EXACT,
    AT_LEAST,
    AT_MOST
  }

  /**
   * Two runs, or two groups of runs, of one seed.
   *
   * @param difference a's measure less b's
   * @param bound whether the true difference may be more, or less
   */
  record Pair(int seed, double difference, Bound bound) {}

  /** The measure with its unit, as a table's heading. */
  String title();

  /** What differences are counted in. */
  String unit();

  /** Its value for one run; NaN for a run that failed. */
  double of(Outcome outcome);

  /** Whether it is of the end of training, and so of no use before training has converged. */
  default boolean ofTheEnd() {
    return true;
  }

  /**
   * Whether a run that diverged is left out, so that one side may fail more often than the other.
   */
  default boolean countsFailures() {
    return true;
  }

  /** Whether it sets one group of arms against another, and not just two arms. */
  default boolean isOfGroups() {
    return false;
  }

  /** Whether a bound of a difference depends on how near to its end a run came to its aim. */
  default boolean isCensored() {
    return false;
  }

  /** Why a seed that both sides finished may say nothing; of no use where failures are counted. */
  default String silence() {
    return "";
  }

  /** How finely differences can be seen; 0 where nothing limits that but the runs' own spread. */
  default double resolution(List<Outcome> outcomes) {
    return 0;
  }

  /** The sides' differences, seed by seed, on one arithmetic. Failed runs have no pair. */
  default List<Pair> pairs(List<Outcome> a, List<Outcome> b) {
    return paired(
        a,
        b,
        (one, other) -> Optional.of(one.get(0))
            .filter(o -> !Double.isNaN(of(o)) && !Double.isNaN(of(other.get(0))))
            .map(o -> new Pair(o.seed(), of(o) - of(other.get(0)), Bound.EXACT)));
  }

  /** Sets two sides' outcomes of a seed against each other. */
  interface Pairing {
    Optional<Pair> of(List<Outcome> a, List<Outcome> b);
  }

  private static List<Pair> paired(List<Outcome> a, List<Outcome> b, Pairing pairing) {
    Map<Integer, List<Outcome>> others = bySeed(b);
    List<Pair> pairs = new ArrayList<>();
    bySeed(a).forEach((seed, ones) -> {
      List<Outcome> twins = others.getOrDefault(seed, List.of());
      if (!twins.isEmpty() && isOfOneArithmetic(ones, twins))
        pairing.of(ones, twins).ifPresent(pairs::add);
    });
    return pairs;
  }

  private static boolean isOfOneArithmetic(List<Outcome> a, List<Outcome> b) {
    return Stream.concat(a.stream(), b.stream())
            .map(Outcome::arithmetic)
            .distinct()
            .count()
        == 1;
  }

  private static Map<Integer, List<Outcome>> bySeed(List<Outcome> outcomes) {
    return outcomes.stream()
        .collect(Collectors.groupingBy(Outcome::seed, TreeMap::new, Collectors.toList()));
  }

  /** Top-1 error on the test images, in percent. */
  static Measure testError() {
    return new AtTheEnd("test error, %", "points", o -> 100 * (1 - o.end().testAcc1()));
  }

  /**
   * Top-1 error on the test images after all that a fixed budget paid for, in percent. That
   * training has not converged by then is part of what is asked.
   */
  static Measure testErrorForTheMoney() {
    return new Bought(testError());
  }

  /** Cross-entropy on the net's own training images when training has ended, in nats. */
  static Measure trainingLoss() {
    return new AtTheEnd("training loss, nats", "nats", o -> o.end().trainLoss());
  }

  /** Top-1 error on the net's own training images when training has ended, in percent. */
  static Measure trainingError() {
    return new AtTheEnd("training error, %", "points", o -> 100 * (1 - o.end().trainAcc1()));
  }

  /** How much larger the error on the test images is than that on the training images. */
  static Measure gap() {
    return new AtTheEnd(
        "gap of test to training error, points",
        "points",
        o -> 100 * (o.end().trainAcc1() - o.end().testAcc1()));
  }

  /**
   * Steps until the error on the training images falls to a level fixed beforehand, interpolated
   * within the epoch; differences are logarithms of ratios. A run that never gets there is known to
   * take longer than it was given.
   *
   * @param level share of the training images in [0, 1]
   */
  static Measure stepsToTrainingError(double level) {
    return new Steps(level);
  }

  /**
   * The largest learning rate of a group of arms at which the error on the training images falls to
   * a level fixed beforehand; differences are logarithms of ratios. Here more is better.
   *
   * @param level share of the training images in [0, 1]
   */
  static Measure largestRate(double level) {
    return new LargestRate(level);
  }

  /**
   * Test error as a function of the logarithm of the number of parameters: how far one group's line
   * lies above the other's, their slope in common.
   */
  static Measure errorByParameters() {
    return new ErrorByParameters();
  }

  /** A number of the end of training. */
  record AtTheEnd(String title, String unit, ToDoubleFunction<Outcome> number) implements Measure {
    @Override
    public double of(Outcome outcome) {
      return outcome.diverged() ? Double.NaN : number.applyAsDouble(outcome);
    }
  }

  /** A number of the end of a budget, not of training. */
  record Bought(Measure number) implements Measure {
    @Override
    public String title() {
      return number.title();
    }

    @Override
    public String unit() {
      return number.unit();
    }

    @Override
    public boolean ofTheEnd() {
      return false;
    }

    @Override
    public double of(Outcome outcome) {
      return number.of(outcome);
    }
  }

  record Steps(double level) implements Measure {
    @Override
    public String title() {
      return "steps to %.0f%% training error".formatted(100 * level);
    }

    @Override
    public String unit() {
      return "log ratio";
    }

    @Override
    public boolean ofTheEnd() {
      return false;
    }

    /** A run that diverges never gets there: it is one that takes longer, not one that is lost. */
    @Override
    public boolean countsFailures() {
      return false;
    }

    @Override
    public boolean isCensored() {
      return true;
    }

    @Override
    public String silence() {
      return "neither side got there";
    }

    /** Infinite for a run that never gets there. */
    @Override
    public double of(Outcome outcome) {
      double before = 1;
      List<Epoch> epochs = outcome.history().epochs();
      for (int i = 0; i < epochs.size(); i++) {
        double error = 1 - epochs.get(i).trainAcc1();
        if (error <= level) return outcome.steps() * (i + (before - level) / (before - error));
        before = error;
      }
      return Double.POSITIVE_INFINITY;
    }

    @Override
    public List<Pair> pairs(List<Outcome> a, List<Outcome> b) {
      return paired(a, b, (one, other) -> pair(one.get(0), other.get(0)));
    }

    private Optional<Pair> pair(Outcome a, Outcome b) {
      boolean aEnds = of(a) < Double.POSITIVE_INFINITY, bEnds = of(b) < Double.POSITIVE_INFINITY;
      if (!aEnds && !bEnds) return Optional.empty();
      return Optional.of(new Pair(
          a.seed(),
          Math.log(atLeast(a, b) / atLeast(b, a)),
          aEnds ? bEnds ? Bound.EXACT : Bound.AT_MOST : Bound.AT_LEAST));
    }

    /** A run that diverged early is known to take longer than it was given, not than it lasted. */
    private double atLeast(Outcome o, Outcome twin) {
      int lasted = o.history().epochs().size();
      int given = o.diverged() ? Math.max(lasted, twin.history().epochs().size()) : lasted;
      return Math.min(of(o), o.steps() * Math.max(1, given));
    }
  }

  record LargestRate(double level) implements Measure {
    @Override
    public String title() {
      return "training error, %";
    }

    @Override
    public String unit() {
      return "log ratio of the largest rate that trains (training error at most %.0f%%)"
          .formatted(100 * level);
    }

    @Override
    public boolean ofTheEnd() {
      return false;
    }

    /** A rate at which training diverges is one at which the net does not train. */
    @Override
    public boolean countsFailures() {
      return false;
    }

    @Override
    public boolean isOfGroups() {
      return true;
    }

    @Override
    public String silence() {
      return "each side trains at all its rates or at none";
    }

    @Override
    public double of(Outcome outcome) {
      return outcome.diverged() ? Double.NaN : 100 * (1 - outcome.end().trainAcc1());
    }

    /** The smallest step between neighbouring rates. */
    @Override
    public double resolution(List<Outcome> outcomes) {
      double[] rates =
          outcomes.stream().mapToDouble(Outcome::rate).distinct().sorted().toArray();
      double step = Double.POSITIVE_INFINITY;
      for (int i = 1; i < rates.length; i++)
        step = Math.min(step, Math.log(rates[i] / rates[i - 1]));
      return step;
    }

    @Override
    public List<Pair> pairs(List<Outcome> a, List<Outcome> b) {
      return paired(a, b, (ones, others) -> pair(ones, others));
    }

    /**
     * A side that trains at all its rates might train at a larger one too; one that trains at none
     * counts with its smallest.
     */
    private Optional<Pair> pair(List<Outcome> a, List<Outcome> b) {
      boolean aMayBeMore = atAll(a) || atNone(b), bMayBeMore = atAll(b) || atNone(a);
      if (aMayBeMore && bMayBeMore) return Optional.empty();
      return Optional.of(new Pair(
          a.get(0).seed(),
          Math.log(largest(a) / largest(b)),
          aMayBeMore ? Bound.AT_LEAST : bMayBeMore ? Bound.AT_MOST : Bound.EXACT));
    }

    private boolean atAll(List<Outcome> side) {
      return side.stream().allMatch(this::trains);
    }

    private boolean atNone(List<Outcome> side) {
      return side.stream().noneMatch(this::trains);
    }

    private double largest(List<Outcome> side) {
      return side.stream()
          .filter(this::trains)
          .mapToDouble(Outcome::rate)
          .max()
          .orElseGet(() -> side.stream().mapToDouble(Outcome::rate).min().orElseThrow());
    }

    private boolean trains(Outcome outcome) {
      return !outcome.diverged() && 1 - outcome.end().trainAcc1() <= level;
    }
  }

  record ErrorByParameters() implements Measure {
    @Override
    public String title() {
      return "test error, %";
    }

    @Override
    public String unit() {
      return "points at equal parameters";
    }

    @Override
    public boolean isOfGroups() {
      return true;
    }

    @Override
    public double of(Outcome outcome) {
      return testError().of(outcome);
    }

    @Override
    public List<Pair> pairs(List<Outcome> a, List<Outcome> b) {
      return paired(a, b, (ones, others) -> {
        List<Outcome> as = ones.stream().filter(o -> !o.diverged()).toList();
        List<Outcome> bs = others.stream().filter(o -> !o.diverged()).toList();
        return as.isEmpty() || bs.isEmpty()
            ? Optional.empty()
            : Optional.of(new Pair(as.get(0).seed(), offset(as, bs), Bound.EXACT));
      });
    }

    /** Of two parallel lines fitted by least squares. */
    private double offset(List<Outcome> a, List<Outcome> b) {
      double xx = within(a, true) + within(b, true), xy = within(a, false) + within(b, false);
      double slope = xx == 0 ? 0 : xy / xx;
      return mean(a, this::of)
          - mean(b, this::of)
          - slope * (mean(a, ErrorByParameters::x) - mean(b, ErrorByParameters::x));
    }

    private double within(List<Outcome> side, boolean squares) {
      double x = mean(side, ErrorByParameters::x), y = mean(side, this::of);
      return side.stream()
          .mapToDouble(o -> (x(o) - x) * (squares ? x(o) - x : of(o) - y))
          .sum();
    }

    private static double x(Outcome outcome) {
      return Math.log(outcome.params());
    }

    private static double mean(List<Outcome> side, ToDoubleFunction<Outcome> number) {
      return side.stream().mapToDouble(number).average().orElseThrow();
    }
  }
}
