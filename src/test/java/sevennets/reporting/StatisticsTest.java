package sevennets.reporting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;
import static org.assertj.core.data.Percentage.withPercentage;

import org.apache.commons.math3.stat.StatUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sevennets.claims.Claim;
import sevennets.reporting.Statistics.Interval;

/** The expected figures are those of SciPy 1.17.1 and statsmodels 0.15.0 for the same numbers. */
class StatisticsTest {

  /** {10.7, 10.6, 11.0, 10.9, 10.8} less {10.9, 10.5, 11.3, 10.4, 11.1}. */
  private static final double[] DIFFERENCES = {-0.2, 0.1, -0.3, 0.5, -0.3};

  private static final double MEAN = StatUtils.mean(DIFFERENCES);
  private static final double DEVIATION = Math.sqrt(StatUtils.variance(DIFFERENCES));

  /** {@code scipy.stats.ttest_rel}. */
  @Test
  void thePairedTTest() {
    assertThat(Statistics.twoSidedP(MEAN, DEVIATION, 5)).isCloseTo(0.8074266613969, offset(1e-9));
  }

  /** {@code statsmodels.stats.weightstats.ttost_paired}. */
  @Test
  void twoOneSidedTests() {
    assertThat(Statistics.equivalenceP(MEAN, DEVIATION, 5, 1))
        .isCloseTo(0.0016715944474870, offset(1e-9));
    assertThat(Statistics.equivalenceP(MEAN, DEVIATION, 5, 0.5))
        .isCloseTo(0.0200827159216679, offset(1e-9));
  }

  /** {@code scipy.stats.ttest_1samp(d, 0.5, alternative='less')}. */
  @Test
  void notWorseIsTheOneSidedTest() {
    assertThat(Statistics.belowP(MEAN, DEVIATION, 5, 0.5))
        .isCloseTo(0.0122792251454673, offset(1e-9));
  }

  /** {@code scipy.stats.t.interval(0.9, 4, mean, sem)}. */
  @Test
  void studentsInterval() {
    Interval interval = Statistics.interval(MEAN, DEVIATION, 5, 0.9);
    assertThat(interval.low()).isCloseTo(-0.3675005175580, offset(1e-9));
    assertThat(interval.high()).isCloseTo(0.2875005175580, offset(1e-9));
  }

  /** {@code statsmodels.stats.power.TTestPower().power}. */
  @ParameterizedTest
  @CsvSource({
    "0.5, 5, 0.05, 0.140516689990298",
    "1.5, 5, 0.05, 0.7107026739256754",
    "2.0, 3, 0.05, 0.4707494312784346",
    "1.0, 10, 0.016666666666666666, 0.6035288619943889",
    "0.8, 30, 0.01, 0.939450604467532"
  })
  void powerOfThePairedTTest(double effect, int n, double errorRate, double expected) {
    assertThat(Statistics.power(effect, n, errorRate)).isCloseTo(expected, offset(2e-4));
  }

  /** {@code TTestPower().solve_power(nobs=n, alpha=a, power=0.8)}. */
  @ParameterizedTest
  @CsvSource({
    "5, 0.05, 1.6819970833232674",
    "3, 0.05, 3.264043552819638",
    "10, 0.016666666666666666, 1.2234701205496286",
    "8, 0.016666666666666666, 1.450343041929203"
  })
  void theSmallestDifferenceThatIsFound(int n, double errorRate, double effect) {
    assertThat(Statistics.smallest(Claim.LESS, 1, n, errorRate))
        .isCloseTo(effect, withPercentage(0.1));
    assertThat(Statistics.smallest(Claim.MORE, 0.2, n, errorRate))
        .isCloseTo(0.2 * effect, withPercentage(0.1));
  }

  /** {@code solve_power(effect_size=e, alpha=a, power=0.8)}, rounded up. */
  @ParameterizedTest
  @CsvSource({"0.5, 0.05, 34", "1.2, 0.05, 8", "0.3, 0.025, 109"})
  void theNumberOfPairsThatFindADifference(double effect, double errorRate, int pairs) {
    assertThat(Statistics.pairsNeeded(Claim.LESS, -effect, 1, errorRate)).isEqualTo(pairs);
  }

  /** {@code scipy.stats.nct.sf(t.ppf(1 - a, n - 1), n - 1, room * sqrt(n))}. */
  @ParameterizedTest
  @CsvSource({
    "1, 5, 0.05, 0.5797373588621888",
    "0.5, 10, 0.05, 0.4272898267711785",
    "2, 3, 0.025, 0.47074770619294315"
  })
  void powerOfTheOneSidedTest(double room, int n, double errorRate, double expected) {
    assertThat(Statistics.oneSidedPower(room, n, errorRate)).isCloseTo(expected, offset(2e-4));
  }

  /** By {@code scipy.integrate.quad} over the sample's deviation. */
  @ParameterizedTest
  @CsvSource({
    "0, 1.5, 5, 0.05, 0.7350094348685164",
    "0.3, 1, 10, 0.05, 0.6384534051017736",
    "0, 2, 5, 0.025, 0.828848168771286",
    "0.5, 0.9, 30, 0.01, 0.4061837602327839"
  })
  void powerOfTwoOneSidedTests(
      double effect, double margin, int n, double errorRate, double expected) {
    assertThat(Statistics.equivalencePower(effect, margin, n, errorRate))
        .isCloseTo(expected, offset(2e-4));
  }

  /** {@code scipy.optimize.brentq} of the two powers above less 0.8. */
  @ParameterizedTest
  @CsvSource({
    "5, 0.05, 1.6004576459211182, 1.3594179588549478",
    "10, 0.05, 1.0046961666944718, 0.8528375122385506",
    "8, 0.016666666666666666, 1.4500038063111096, 1.262248969745794"
  })
  void theNarrowestMarginThatHoldsWhereTheTwoAreEqual(
      int n, double errorRate, double equivalent, double notWorse) {
    assertThat(Statistics.smallest(Claim.equivalent(7), 1, n, errorRate))
        .isCloseTo(equivalent, withPercentage(0.1));
    assertThat(Statistics.smallest(Claim.notWorse(7), 1, n, errorRate))
        .isCloseTo(notWorse, withPercentage(0.1));
  }

  /** A difference within its margin is to be shown so, one beyond it to be shown beyond. */
  @Test
  void pairsForAMarginAreThoseOfItsOwnTest() {
    assertThat(Statistics.pairsNeeded(Claim.equivalent(1), 0.3, 1, 0.05)).isEqualTo(15);
    assertThat(Statistics.pairsNeeded(Claim.equivalent(1), -1.5, 1, 0.05)).isEqualTo(27);
    assertThat(Statistics.pairsNeeded(Claim.notWorse(0.5), 0.2, 1, 0.05)).isEqualTo(71);
    assertThat(Statistics.pairsNeeded(Claim.notWorse(0.5), -1, 1, 0.05)).isEqualTo(5);
  }

  /** {@code scipy.stats.binomtest(k, n)}. */
  @Test
  void theSignTest() {
    assertThat(Statistics.signP(5, 0)).isCloseTo(0.0625, offset(1e-9));
    assertThat(Statistics.signP(8, 1)).isCloseTo(0.0703125, offset(1e-9));
    assertThat(Statistics.signP(6, 6)).isCloseTo(0.03125, offset(1e-9));
    assertThat(Statistics.signP(9, 1)).isCloseTo(0.0390625, offset(1e-9));
    assertThat(Statistics.signP(4, 2)).isEqualTo(1);
    assertThat(Statistics.signP(0, 0)).isEqualTo(1);
  }

  /** {@code statsmodels.stats.proportion.proportion_confint(k, n, method='beta')}. */
  @ParameterizedTest
  @CsvSource({
    "5, 5, 0.4781762498950185, 1",
    "4, 5, 0.2835820638819105, 0.9949492366205319",
    "0, 10, 0, 0.30849710781876083",
    "3, 8, 0.08523341413725354, 0.7551367836334484"
  })
  void theIntervalOfAShare(int k, int n, double low, double high) {
    assertThat(Statistics.share(k, n).low()).isCloseTo(low, offset(1e-6));
    assertThat(Statistics.share(k, n).high()).isCloseTo(high, offset(1e-6));
  }

  /** {@code scipy.stats.fisher_exact}. */
  @Test
  void fishersExactTestOfFailures() {
    assertThat(Statistics.failuresP(5, 5, 0, 5)).isCloseTo(0.007936507936507938, offset(1e-9));
    assertThat(Statistics.failuresP(3, 5, 1, 8)).isCloseTo(0.21678321678321677, offset(1e-9));
  }
}
