package sevennets.reporting;

import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.math3.stat.descriptive.SummaryStatistics;
import sevennets.claims.Claim;
import sevennets.claims.Claim.Kind;
import sevennets.claims.Contrast;
import sevennets.claims.Measure;
import sevennets.claims.Measure.Bound;
import sevennets.claims.Measure.Pair;
import sevennets.claims.Outcome;
import sevennets.reporting.Statistics.Interval;

/**
 * What a planned contrast came to: pairs of runs with equal seeds, which see the same images in the
 * same order.
 *
 * <p>Intervals and p are corrected in the same way (Bonferroni: by the number of planned
 * contrasts), so that the two never disagree. Of less and more the test is the two-sided paired
 * t-test, and their intervals cover together with 95%. Of equivalence and not worse it is one of
 * two one-sided tests, whose interval is the one of 90% before the correction. Where a pair is only
 * known to differ by at least so much, the sign test must decide as well: how near a run came to
 * its end is no measure of a spread.
 *
 * <pre>{@code
 * Sweep sweep = new Sweep(Ablations.get("vgg-depth"), Budget.quick(), new Store(folder));
 * Report report = new Report(sweep.ablation(), sweep.budget(), sweep.outcomes());
 * for (Comparison of : report.comparisons())
 *   System.out.println(of.contrast() + ": " + of.verdict() + ", p = " + of.p());
 * }</pre>
 *
 * @param contrast what was claimed
 * @param measure by which
 * @param pairs seeds that both sides finished
 * @param failed runs of a and of b that diverged; they are counted here and are in no mean
 * @param silent seeds that both sides finished and that say nothing, for the measure's reason
 * @param difference mean of a less b, in the measure's unit
 * @param deviation of the pairs' differences
 * @param interval of the difference; an end is infinite where runs are only known to take longer
 * @param p corrected
 * @param better pairs in which a had less
 * @param ofImages the standard error that the choice of test images gives the difference; NaN where
 *     it does not apply
 * @param errorRate the chance of a false verdict on this contrast that is allowed
 * @param verdict on the claim
 * @param reason why there is no verdict, or nothing
 */
public record Comparison(
    Contrast contrast,
    Measure measure,
    List<Pair> pairs,
    Failed failed,
    int silent,
    double difference,
    double deviation,
    Interval interval,
    double p,
    int better,
    double ofImages,
    double errorRate,
    Verdict verdict,
    String reason) {

  /** Runs that diverged, and all that ended. */
  public record Failed(int a, int ofA, int b, int ofB) {
    int sum() {
      return a + b;
    }
  }

  /** What this size of experiment can say about a claim. */
  public enum Verdict {
    AGREES("agrees"),
    DISAGREES("disagrees"),
    UNDECIDED("undecided"),
    NOT_CONVERGED("not converged"),
    NOT_RUN("not run");

    private final String text;

    Verdict(String text) {
      this.text = text;
    }

    @Override
    public String toString() {
      return text;
    }
  }

  /**
   * Compares two sides.
   *
   * @param a outcomes of all runs of the one side
   * @param b those of the other
   * @param contrasts that were planned, by which interval and p are corrected
   * @param falling the share by which the loss may still fall at the end of a run
   */
  static Comparison of(
      Contrast contrast,
      Measure measure,
      List<Outcome> a,
      List<Outcome> b,
      int contrasts,
      double falling) {
    List<Pair> pairs = measure.pairs(a, b);
    SummaryStatistics d = new SummaryStatistics();
    pairs.forEach(pair -> d.addValue(pair.difference()));
    int n = pairs.size();
    double resolution = measure.resolution(Stream.concat(a.stream(), b.stream()).toList());
    double deviation =
        n < 2 ? Double.NaN : Math.max(d.getStandardDeviation(), rounding(resolution));
    Failed failed = new Failed(failed(a), a.size(), failed(b), b.size());
    double errorRate = Statistics.ERROR_RATE / contrasts;
    int less = (int) pairs.stream().filter(pair -> pair.difference() < 0).count();
    double bySigns = measure.isCensored() && pairs.stream().anyMatch(p -> p.bound() != Bound.EXACT)
        ? Statistics.signP(
            (int) pairs.stream().filter(pair -> pair.difference() != 0).count(), less)
        : 0;
    boolean testable = n >= 2 && deviation > 0 && bySigns < errorRate;
    Interval interval = testable
        ? open(
            pairs, Statistics.interval(d.getMean(), deviation, n, confidence(contrast, errorRate)))
        : new Interval(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
    double p = testable
        ? Math.min(
            1,
            contrasts * Math.max(bySigns, p(contrast.claim(), d.getMean(), deviation, n, interval)))
        : 1;
    String obstacle = obstacle(measure, a, b, falling);
    Verdict verdict = Collections.disjoint(arithmetic(a).keySet(), arithmetic(b).keySet())
        ? Verdict.NOT_RUN
        : !obstacle.isEmpty()
            ? Verdict.NOT_CONVERGED
            : measure.countsFailures() && failsMore(failed, errorRate)
                ? ofFailures(contrast.claim(), failed)
                : verdict(contrast.claim(), interval);
    return new Comparison(
        contrast,
        measure,
        pairs,
        failed,
        measure.countsFailures() ? 0 : comparable(a, b) - n,
        n == 0 ? Double.NaN : d.getMean(),
        deviation,
        interval,
        p,
        less,
        measure.unit().equals("points") ? ofImages(a, b) : Double.NaN,
        errorRate,
        verdict,
        switch (verdict) {
          case NOT_CONVERGED -> obstacle;
          case UNDECIDED -> n == 0 ? unpaired(a, b) : "";
          default -> "";
        });
  }

  /** Seeds that both sides have, on one arithmetic. */
  private static int comparable(List<Outcome> a, List<Outcome> b) {
    Map<Integer, Set<String>> as = arithmetic(a), bs = arithmetic(b);
    return (int) as.entrySet().stream()
        .filter(of -> of.getValue().size() == 1 && of.getValue().equals(bs.get(of.getKey())))
        .count();
  }

  private static Map<Integer, Set<String>> arithmetic(List<Outcome> side) {
    return side.stream()
        .collect(Collectors.groupingBy(
            Outcome::seed, Collectors.mapping(Outcome::arithmetic, Collectors.toSet())));
  }

  /** Why runs of both sides make no pair; nothing where the measure or the failures say it. */
  private static String unpaired(List<Outcome> a, List<Outcome> b) {
    return comparable(a, b) > 0
        ? ""
        : "the sides were computed by different arithmetic, "
            + Stream.concat(a.stream(), b.stream())
                .map(Outcome::arithmetic)
                .distinct()
                .collect(Collectors.joining(" and "));
  }

  /** Two numbers, each rounded to a step, differ by a rounding of this standard deviation. */
  private static double rounding(double step) {
    return step / Math.sqrt(6);
  }

  private static int failed(List<Outcome> side) {
    return (int) side.stream().filter(Outcome::diverged).count();
  }

  private static double confidence(Contrast contrast, double errorRate) {
    return isOneSided(contrast.claim()) ? 1 - 2 * errorRate : 1 - errorRate;
  }

  private static boolean isOneSided(Claim claim) {
    return claim.kind() == Kind.EQUIVALENT || claim.kind() == Kind.NOT_WORSE;
  }

  /** A pair that is at least so much leaves the upper end open. */
  private static Interval open(List<Pair> pairs, Interval interval) {
    boolean more = pairs.stream().anyMatch(pair -> pair.bound() == Bound.AT_LEAST);
    boolean less = pairs.stream().anyMatch(pair -> pair.bound() == Bound.AT_MOST);
    return new Interval(
        less ? Double.NEGATIVE_INFINITY : interval.low(),
        more ? Double.POSITIVE_INFINITY : interval.high());
  }

  private static double p(Claim claim, double mean, double deviation, int n, Interval interval) {
    return switch (claim.kind()) {
      case LESS, MORE ->
        Double.isInfinite(mean > 0 ? interval.low() : interval.high())
            ? 1
            : Statistics.twoSidedP(mean, deviation, n);
      case EQUIVALENT ->
        Double.isInfinite(interval.high() - interval.low())
            ? 1
            : Statistics.equivalenceP(mean, deviation, n, claim.margin());
      case NOT_WORSE ->
        Double.isInfinite(interval.high())
            ? 1
            : Statistics.belowP(mean, deviation, n, claim.margin());
    };
  }

  private static boolean failsMore(Failed failed, double errorRate) {
    return failed.sum() > 0
        && Statistics.failuresP(failed.a(), failed.ofA(), failed.b(), failed.ofB()) < errorRate;
  }

  private static Verdict verdict(Claim claim, Interval interval) {
    double m = claim.margin();
    return switch (claim.kind()) {
      case LESS -> interval.high() < 0 ? Verdict.AGREES : against(interval.low() > 0);
      case MORE -> interval.low() > 0 ? Verdict.AGREES : against(interval.high() < 0);
      case EQUIVALENT ->
        interval.low() > -m && interval.high() < m
            ? Verdict.AGREES
            : against(interval.low() > m || interval.high() < -m);
      case NOT_WORSE -> interval.high() < m ? Verdict.AGREES : against(interval.low() > m);
    };
  }

  /** A side that fails more often is worse, whatever the runs that are left say. */
  private static Verdict ofFailures(Claim claim, Failed failed) {
    boolean aFailsMore = failed.a() * failed.ofB() > failed.b() * failed.ofA();
    return switch (claim.kind()) {
      case MORE -> aFailsMore ? Verdict.AGREES : Verdict.DISAGREES;
      case LESS, NOT_WORSE -> aFailsMore ? Verdict.DISAGREES : Verdict.AGREES;
      case EQUIVALENT -> Verdict.DISAGREES;
    };
  }

  private static Verdict against(boolean decided) {
    return decided ? Verdict.DISAGREES : Verdict.UNDECIDED;
  }

  /** Why a measure of the end says nothing yet; nothing where it does. */
  private static String obstacle(
      Measure measure, List<Outcome> a, List<Outcome> b, double falling) {
    if (!measure.ofTheEnd()) return "";
    return Stream.of(a, b)
        .filter(side -> side.stream().anyMatch(o -> !o.diverged()))
        .map(side -> {
          double still = side.stream()
              .filter(o -> !o.diverged())
              .mapToDouble(Outcome::stillFalling)
              .average()
              .orElse(Double.NaN);
          return Double.isNaN(still)
              ? "runs of fewer than five epochs can't show that they have converged"
              : still > falling
                  ? String.format(
                      Locale.ROOT,
                      "the training loss of %s still fell by %.0f%% in the last fifth, more than the %.0f%% allowed",
                      side.get(0).arm(),
                      100 * still,
                      100 * falling)
                  : "";
        })
        .filter(text -> !text.isEmpty())
        .findFirst()
        .orElse("");
  }

  /**
   * The standard error over test images, in points: for each image the mean over the seeds of a's
   * mistake less b's, and the spread of that.
   */
  private static double ofImages(List<Outcome> a, List<Outcome> b) {
    List<BitSet> as = rights(a), bs = rights(b);
    if (as.isEmpty() || bs.isEmpty()) return Double.NaN;
    int images =
        Stream.concat(as.stream(), bs.stream()).mapToInt(BitSet::length).max().orElse(0);
    SummaryStatistics each = new SummaryStatistics();
    for (int i = 0; i < images; i++) each.addValue(share(bs, i) - share(as, i));
    return 100 * each.getStandardDeviation() / Math.sqrt(images);
  }

  private static List<BitSet> rights(List<Outcome> side) {
    return side.stream()
        .map(o -> o.end().right())
        .filter(right -> !right.isEmpty())
        .toList();
  }

  private static double share(List<BitSet> rights, int image) {
    return rights.stream().filter(right -> right.get(image)).count() / (double) rights.size();
  }

  /**
   * What as many pairs of this spread find with 80% power: a difference, or of equivalent and not
   * worse a margin; NaN where there is no spread.
   */
  double smallest() {
    return pairs.size() < 2 || !(deviation > 0)
        ? Double.NaN
        : Statistics.smallest(contrast.claim(), deviation, pairs.size(), errorRate);
  }

  /** Pairs that would decide, of the difference seen here, with 80% power. */
  int pairsNeeded() {
    return Statistics.pairsNeeded(contrast.claim(), difference, deviation, errorRate);
  }

  /** Whether both ends of the interval are known. */
  boolean isClosed() {
    return Double.isFinite(interval.low()) && Double.isFinite(interval.high());
  }
}
