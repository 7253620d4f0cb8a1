package sevennets.reporting;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.DoubleUnaryOperator;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.apache.commons.math3.distribution.BetaDistribution;
import org.apache.commons.math3.distribution.BinomialDistribution;
import org.apache.commons.math3.distribution.ChiSquaredDistribution;
import org.apache.commons.math3.distribution.HypergeometricDistribution;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.apache.commons.math3.distribution.TDistribution;
import sevennets.claims.Claim;

/**
 * The statistics of a report, on numbers alone. A test holds them against SciPy and statsmodels.
 *
 * <pre>{@code
 * Report report = new Report(Ablations.get("vgg-depth"), Budget.quick(), List.of());
 * Statistics.Interval interval = report.comparisons().get(0).interval();
 * boolean decided = interval.low() > 0 || interval.high() < 0;
 * }</pre>
 */
public final class Statistics {

  /** The chance of a false verdict that is allowed for all contrasts of an ablation together. */
  static final double ERROR_RATE = 0.05;

  /** The chance with which a verdict is to be reached that is right. */
  static final double POWER = 0.8;

  private static final NormalDistribution NORMAL = new NormalDistribution();
  private static final int MOST_RUNS = 1000;
  private static final int STEPS = 1000;
  private static final Map<Integer, double[]> DEVIATIONS = new ConcurrentHashMap<>();

  private Statistics() {}

  /** Both ends of an interval. */
  public record Interval(double low, double high) {
    boolean excludes(double value) {
      return low > value || high < value;
    }
  }

  /** Student's interval for a mean. */
  static Interval interval(double mean, double deviation, int n, double confidence) {
    double half = n < 2
        ? Double.POSITIVE_INFINITY
        : new TDistribution(n - 1).inverseCumulativeProbability(0.5 + confidence / 2)
            * deviation
            / Math.sqrt(n);
    return new Interval(mean - half, mean + half);
  }

  /** The chance of a mean as far from 0 as this one, if it were 0: the paired t-test's p. */
  static double twoSidedP(double mean, double deviation, int n) {
    return 2 * Math.min(belowP(mean, deviation, n, 0), 1 - belowP(mean, deviation, n, 0));
  }

  /** The chance of a mean as low as this one, if it were {@code bound}: small where it is below. */
  static double belowP(double mean, double deviation, int n, double bound) {
    return new TDistribution(n - 1)
        .cumulativeProbability((mean - bound) / (deviation / Math.sqrt(n)));
  }

  /** Of two one-sided tests: the larger p. Small where the mean lies within the margin. */
  static double equivalenceP(double mean, double deviation, int n, double margin) {
    return Math.max(belowP(mean, deviation, n, margin), 1 - belowP(mean, deviation, n, -margin));
  }

  /**
   * The chance that a two-sided paired t-test finds a difference: of Student's t with {@code n - 1}
   * degrees of freedom and noncentrality {@code effect * sqrt(n)}.
   *
   * @param effect the difference in standard deviations of the pairs
   */
  static double power(double effect, int n, double errorRate) {
    double shift = effect * Math.sqrt(n);
    return meanChance(
        n,
        errorRate / 2,
        c ->
            1 - NORMAL.cumulativeProbability(c - shift) + NORMAL.cumulativeProbability(-c - shift));
  }

  /**
   * The chance that a one-sided test finds a mean on its side of a bound.
   *
   * @param room how far on that side it truly lies, in standard deviations of the pairs
   */
  static double oneSidedPower(double room, int n, double errorRate) {
    return meanChance(n, errorRate, c -> 1 - NORMAL.cumulativeProbability(c - room * Math.sqrt(n)));
  }

  /**
   * The chance that two one-sided tests find a difference within its margin; both, and the
   * difference, in standard deviations of the pairs.
   */
  static double equivalencePower(double effect, double margin, int n, double errorRate) {
    double root = Math.sqrt(n);
    return meanChance(n, errorRate, c -> {
      double low = (-margin - effect) * root + c, high = (margin - effect) * root - c;
      return low < high
          ? NORMAL.cumulativeProbability(high) - NORMAL.cumulativeProbability(low)
          : 0;
    });
  }

  /** The mean over the sample's deviations of a chance that depends on where the test rejects. */
  private static double meanChance(int n, double tail, DoubleUnaryOperator chance) {
    if (n < 2) return 0;
    double critical = new TDistribution(n - 1).inverseCumulativeProbability(1 - tail);
    double sum = 0;
    for (double deviation : deviations(n - 1)) sum += chance.applyAsDouble(critical * deviation);
    return sum / STEPS;
  }

  /**
   * The chance of the verdict that a difference speaks for, by the test that is the claim's own: of
   * a difference within its margin that the claim agrees, of one beyond it that it disagrees.
   */
  static double power(Claim claim, double difference, double deviation, int n, double errorRate) {
    double effect = difference / deviation, margin = claim.margin() / deviation;
    return switch (claim.kind()) {
      case LESS, MORE -> power(Math.abs(effect), n, errorRate);
      case EQUIVALENT ->
        Math.abs(effect) < margin
            ? equivalencePower(effect, margin, n, errorRate)
            : oneSidedPower(Math.abs(effect) - margin, n, errorRate);
      case NOT_WORSE -> oneSidedPower(Math.abs(margin - effect), n, errorRate);
    };
  }

  /**
   * The sample's deviation, in true ones, at the middle of equally likely slices: to take a mean
   * over it. Found once for each number of degrees of freedom, since it takes a while.
   */
  private static double[] deviations(int freedom) {
    return DEVIATIONS.computeIfAbsent(freedom, f -> {
      ChiSquaredDistribution chi = new ChiSquaredDistribution(f);
      return IntStream.range(0, STEPS)
          .mapToDouble(i -> Math.sqrt(chi.inverseCumulativeProbability((i + 0.5) / STEPS) / f))
          .toArray();
    });
  }

  /**
   * What so many pairs find with a power of 80%: of less and more the smallest difference, of
   * equivalent and not worse the narrowest margin, were the two equal. Infinite for one pair.
   */
  static double smallest(Claim claim, double deviation, int n, double errorRate) {
    if (n < 2) return Double.POSITIVE_INFINITY;
    DoubleUnaryOperator power = switch (claim.kind()) {
      case LESS, MORE -> effect -> power(effect, n, errorRate);
      case EQUIVALENT -> margin -> equivalencePower(0, margin, n, errorRate);
      case NOT_WORSE -> margin -> oneSidedPower(margin, n, errorRate);
    };
    double low = 0, high = 1;
    while (power.applyAsDouble(high) < POWER) high *= 2;
    while (high - low > 1e-4 * high) {
      double middle = (low + high) / 2;
      if (power.applyAsDouble(middle) < POWER) low = middle;
      else high = middle;
    }
    return high * deviation;
  }

  /**
   * The pairs that reach the verdict which a difference speaks for with a power of 80%; 1,000
   * stands for more as well.
   */
  static int pairsNeeded(Claim claim, double difference, double deviation, double errorRate) {
    IntToDoubleFunction power = n -> power(claim, difference, deviation, n, errorRate);
    int low = 1, high = 2;
    while (high < MOST_RUNS && power.applyAsDouble(high) < POWER) {
      low = high;
      high = Math.min(MOST_RUNS, 2 * high);
    }
    while (high - low > 1) {
      int middle = (low + high) / 2;
      if (power.applyAsDouble(middle) < POWER) low = middle;
      else high = middle;
    }
    return high;
  }

  /**
   * The sign test's p, two-sided: the chance that so many pairs of n, or as few of the others, lie
   * on one side of nothing, were either side as likely.
   */
  static double signP(int n, int below) {
    BinomialDistribution chance = new BinomialDistribution(n, 0.5);
    return Math.min(1, 2 * chance.cumulativeProbability(Math.min(below, n - below)));
  }

  /** Clopper and Pearson's interval for a share, at 95%. */
  static Interval share(int successes, int n) {
    double low = successes == 0
        ? 0
        : new BetaDistribution(successes, n - successes + 1)
            .inverseCumulativeProbability(ERROR_RATE / 2);
    double high = successes == n
        ? 1
        : new BetaDistribution(successes + 1, n - successes)
            .inverseCumulativeProbability(1 - ERROR_RATE / 2);
    return new Interval(low, high);
  }

  /** Fisher's exact test, two-sided: whether one side fails more often than the other. */
  static double failuresP(int failedA, int a, int failedB, int b) {
    HypergeometricDistribution chance = new HypergeometricDistribution(a + b, failedA + failedB, a);
    double seen = chance.probability(failedA), p = 0;
    for (int k = 0; k <= Math.min(a, failedA + failedB); k++)
      if (chance.probability(k) <= seen * (1 + 1e-7)) p += chance.probability(k);
    return Math.min(1, p);
  }
}
