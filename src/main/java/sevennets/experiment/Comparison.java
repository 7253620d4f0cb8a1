package sevennets.experiment;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.math3.distribution.TDistribution;
import org.apache.commons.math3.stat.descriptive.SummaryStatistics;
import org.apache.commons.math3.stat.inference.TestUtils;

/**
 * One arm against another, seed by seed: runs with equal seeds see the same images in the same
 * order.
 *
 * @param arm its name
 * @param pairs seeds that both finished
 * @param difference mean of the one minus the other, in the unit of the measure
 * @param low lower end of the interval, at a confidence that Holm's step-down procedure corrects
 *     for the number of arms
 * @param high upper end
 * @param p of the paired t-test, corrected by Holm (1979)
 * @param verdict whether the difference goes the way the paper says
 */
public record Comparison(
    String arm, int pairs, double difference, double low, double high, double p, Verdict verdict) {

  /** What this size of experiment can say about the paper's direction. */
  public enum Verdict {
    AGREES("agrees"),
    DISAGREES("disagrees"),
    UNDECIDED("undecided"),
    NONE_GIVEN("none given");

    private final String text;

    Verdict(String text) {
      this.text = text;
    }

    @Override
    public String toString() {
      return text;
    }
  }

  private static final double ERROR_RATE = 0.05;

  /** One arm's paired values, before the correction. */
  record Pairs(String arm, double[] values, double[] baseline, Direction paper) {

    private SummaryStatistics differences() {
      SummaryStatistics d = new SummaryStatistics();
      IntStream.range(0, values.length).forEach(i -> d.addValue(values[i] - baseline[i]));
      return d;
    }

    /**
     * Of the paired t-test; with fewer than two pairs, or without any spread, nothing can be said.
     */
    private double p() {
      return values.length < 2 || differences().getVariance() == 0
          ? 1
          : TestUtils.pairedTTest(values, baseline);
    }
  }

  /** All arms against theirs, in the order given, each corrected for the others. */
  static List<Comparison> all(List<Pairs> arms) {
    List<Pairs> byP =
        new ArrayList<>(arms.stream().filter(a -> a.values().length > 0).toList());
    byP.sort(Comparator.comparingDouble(Pairs::p));
    List<Comparison> corrected = new ArrayList<>();
    double p = 0;
    for (int i = 0; i < byP.size(); i++) {
      int remaining = byP.size() - i;
      p = Math.max(p, Math.min(1, remaining * byP.get(i).p()));
      corrected.add(compare(byP.get(i), p, 1 - ERROR_RATE / remaining));
    }
    corrected.sort(
        Comparator.comparingInt(c -> arms.stream().map(Pairs::arm).toList().indexOf(c.arm())));
    return corrected;
  }

  private static Comparison compare(Pairs pairs, double p, double confidence) {
    SummaryStatistics d = pairs.differences();
    int n = (int) d.getN();
    double half = n < 2
        ? Double.POSITIVE_INFINITY
        : new TDistribution(n - 1).inverseCumulativeProbability(0.5 + confidence / 2)
            * d.getStandardDeviation()
            / Math.sqrt(n);
    return new Comparison(
        pairs.arm(),
        n,
        d.getMean(),
        d.getMean() - half,
        d.getMean() + half,
        p,
        verdict(d.getMean(), p, pairs.paper()));
  }

  /** Half of the interval's width; 0 where one pair alone has none. */
  double half() {
    return pairs < 2 ? 0 : (high - low) / 2;
  }

  private static Verdict verdict(double difference, double p, Direction paper) {
    if (paper == Direction.NONE_GIVEN) return Verdict.NONE_GIVEN;
    if (p >= ERROR_RATE) return Verdict.UNDECIDED;
    return Direction.of(difference) == paper ? Verdict.AGREES : Verdict.DISAGREES;
  }
}
