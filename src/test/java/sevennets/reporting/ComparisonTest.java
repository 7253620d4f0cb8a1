package sevennets.reporting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;
import static sevennets.claims.Runs.history;
import static sevennets.claims.Runs.outcome;

import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import sevennets.claims.Claim;
import sevennets.claims.Contrast;
import sevennets.claims.Measure;
import sevennets.claims.Outcome;
import sevennets.claims.Outcome.End;
import sevennets.claims.Runs;
import sevennets.reporting.Comparison.Verdict;

/**
 * The expected figures are SciPy's ({@code ttest_rel}, {@code t.interval}) for the same numbers.
 */
class ComparisonTest {

  private static final double[] BASELINE = {10.9, 10.5, 11.3, 10.4, 11.1};
  private static final double[] CLEARLY_LESS = {10.1, 9.8, 10.4, 9.9, 10.2};
  private static final double[] ABOUT_EQUAL = {10.7, 10.6, 11.0, 10.9, 10.8};

  @Test
  void aSingleContrastNeedsNoCorrection() {
    Comparison c = compared(CLEARLY_LESS, Claim.LESS, 1);
    assertThat(c.difference()).isCloseTo(-0.76, offset(1e-9));
    assertThat(c.p()).isCloseTo(0.0005293, offset(1e-7));
    assertThat(c.interval().low()).isCloseTo(-0.96777, offset(1e-5));
    assertThat(c.interval().high()).isCloseTo(-0.55223, offset(1e-5));
    assertThat(c.better()).isEqualTo(5);
  }

  /** {@code t.interval(1 - 0.05 / 2, 4, mean, sem)}. */
  @Test
  void ofTwoContrastsIntervalAndPAreBothCorrectedByTwo() {
    Comparison c = compared(CLEARLY_LESS, Claim.LESS, 2);
    assertThat(c.p()).isCloseTo(2 * 0.0005293, offset(1e-7));
    assertThat(c.interval().low()).isCloseTo(-1.02157, offset(1e-5));
  }

  /**
   * At every correction p is below 5% exactly where the interval leaves out what is claimed not to
   * be.
   */
  @Test
  void intervalAndPNeverDisagree() {
    for (double[] values : List.of(CLEARLY_LESS, ABOUT_EQUAL))
      for (int contrasts = 1; contrasts < 200; contrasts += 3)
        for (double margin : new double[] {0.2, 0.5, 0.9, 1.0, 1.3}) {
          Comparison less = compared(values, Claim.LESS, contrasts);
          assertThat(less.p() < 0.05).isEqualTo(less.interval().excludes(0));
          Comparison equal = compared(values, Claim.equivalent(margin), contrasts);
          assertThat(equal.p() < 0.05).isEqualTo(equal.verdict() == Verdict.AGREES);
          Comparison notWorse = compared(values, Claim.notWorse(margin), contrasts);
          assertThat(notWorse.p() < 0.05).isEqualTo(notWorse.verdict() == Verdict.AGREES);
        }
  }

  @Test
  void aDifferenceThatIsClaimedAgreesAndItsOppositeDisagrees() {
    assertThat(compared(CLEARLY_LESS, Claim.LESS, 1).verdict()).isEqualTo(Verdict.AGREES);
    assertThat(compared(CLEARLY_LESS, Claim.MORE, 1).verdict()).isEqualTo(Verdict.DISAGREES);
    assertThat(compared(ABOUT_EQUAL, Claim.LESS, 1).verdict()).isEqualTo(Verdict.UNDECIDED);
  }

  @Test
  void equivalenceIsDecidedByItsMargin() {
    assertThat(compared(ABOUT_EQUAL, Claim.equivalent(1), 1).verdict()).isEqualTo(Verdict.AGREES);
    assertThat(compared(ABOUT_EQUAL, Claim.equivalent(0.1), 1).verdict())
        .isEqualTo(Verdict.UNDECIDED);
    assertThat(compared(CLEARLY_LESS, Claim.equivalent(0.3), 1).verdict())
        .isEqualTo(Verdict.DISAGREES);
  }

  @Test
  void betterIsNotWorse() {
    assertThat(compared(CLEARLY_LESS, Claim.notWorse(0.1), 1).verdict()).isEqualTo(Verdict.AGREES);
    assertThat(compared(ABOUT_EQUAL, Claim.notWorse(0.1), 1).verdict())
        .isEqualTo(Verdict.UNDECIDED);
  }

  @Test
  void onePairProvesNothing() {
    Comparison c = compared(new double[] {1}, Claim.LESS, 1);
    assertThat(c.p()).isEqualTo(1);
    assertThat(c.verdict()).isEqualTo(Verdict.UNDECIDED);
  }

  @Test
  void runsWhoseLossStillFallsGiveNoVerdict() {
    List<Outcome> falling = runs("a", CLEARLY_LESS).stream()
        .map(o -> Runs.with(o, history(2, 1.6, 1.2, 1.0, 0.8)))
        .toList();
    Comparison c = Comparison.of(
        new Contrast("a", "b", Claim.LESS),
        Measure.testError(),
        falling,
        runs("b", BASELINE),
        1,
        0.1);
    assertThat(c.verdict()).isEqualTo(Verdict.NOT_CONVERGED);
    assertThat(c.reason()).contains("the training loss of a still fell by 20%");
    assertThat(Words.finding(c))
        .contains("no verdict, not converged")
        .containsPattern(
            "It takes longer runs; \\d+ pairs of this spread find a difference of [0-9.]+ with 80% power");
  }

  @Test
  void runsThatFailAreCountedAndDecideWhereTheyAreMany() {
    List<Outcome> failed =
        IntStream.rangeClosed(1, 5).mapToObj(i -> Runs.diverged("a", i)).toList();
    Comparison c = Comparison.of(
        new Contrast("a", "b", Claim.MORE),
        Measure.testError(),
        failed,
        runs("b", BASELINE),
        1,
        0.1);
    assertThat(c.failed().a()).isEqualTo(5);
    assertThat(c.verdict()).isEqualTo(Verdict.AGREES);
    Comparison one = Comparison.of(
        new Contrast("a", "b", Claim.MORE),
        Measure.testError(),
        failed.subList(0, 1),
        runs("b", BASELINE),
        1,
        0.1);
    assertThat(one.verdict()).isEqualTo(Verdict.UNDECIDED);
  }

  /** Steps that are only known to be more leave the interval's upper end open, and no more. */
  @Test
  void censoredRunsLeaveOneEndOpen() {
    Comparison c = steps("slow", slow(6), "fast", fast(6));
    assertThat(c.interval().high()).isInfinite();
    assertThat(c.verdict()).isEqualTo(Verdict.AGREES);
    assertThat(steps("fast", fast(6), "slow", slow(6)).verdict()).isEqualTo(Verdict.DISAGREES);
  }

  /** Five of five one way happen once in sixteen, however alike the bounds are. */
  @Test
  void boundsThatLieCloseTogetherDecideNothingThatSignsDoNot() {
    Comparison c = steps("slow", slow(5), "fast", fast(5));
    assertThat(c.verdict()).isEqualTo(Verdict.UNDECIDED);
    assertThat(c.p()).isEqualTo(1);
    assertThat(Words.finding(c)).doesNotContain("the one seen takes");
  }

  /** It never got there; how soon it diverged is no sign of speed. */
  @Test
  void aRunThatDivergesAtOnceIsNotTheFasterOne() {
    List<Outcome> gone =
        IntStream.rangeClosed(1, 6).mapToObj(i -> Runs.diverged("gone", i)).toList();
    Comparison c = steps("gone", gone, "fast", fast(6));
    assertThat(c.difference()).isPositive();
    assertThat(c.verdict()).isEqualTo(Verdict.AGREES);
  }

  @Test
  void seedsInWhichNeitherSideGotThereAreSaidAndDecideNothing() {
    Comparison none = steps("slow", slow(3), "slower", slow(3));
    assertThat(none.verdict()).isEqualTo(Verdict.UNDECIDED);
    assertThat(none.silent()).isEqualTo(3);
    assertThat(Words.finding(none)).contains("with 3 seeds neither side got there");
  }

  @Test
  void sidesOfDifferentArithmeticMakeNoPairAndTheReportSaysWhy() {
    List<Outcome> card = runs("a", CLEARLY_LESS).stream()
        .map(o -> Runs.on(o, Map.of("computed-on", "card (tf32)")))
        .toList();
    Comparison c = Comparison.of(
        new Contrast("a", "b", Claim.LESS), Measure.testError(), card, runs("b", BASELINE), 1, 0.1);
    assertThat(c.pairs()).isEmpty();
    assertThat(c.verdict()).isEqualTo(Verdict.UNDECIDED);
    assertThat(Words.finding(c)).contains("computed by different arithmetic", "card (tf32)");
  }

  @Test
  void whatABudgetBoughtIsJudgedByRunsThatDivergedToo() {
    List<Outcome> a = new java.util.ArrayList<>(runs("a", CLEARLY_LESS));
    for (int seed = 6; seed <= 20; seed++) a.add(Runs.diverged("a", seed));
    double[] twenty = IntStream.range(0, 20).mapToDouble(i -> BASELINE[i % 5]).toArray();
    Comparison c = Comparison.of(
        new Contrast("a", "b", Claim.LESS),
        Measure.testErrorForTheMoney(),
        a,
        runs("b", twenty),
        1,
        0.1);
    assertThat(c.verdict()).isEqualTo(Verdict.DISAGREES);
  }

  /** A difference of 0.01 is not hard to tell from a margin of 1, as it is from nothing. */
  @Test
  void whatAnEquivalenceTakesIsToldByItsOwnTest() {
    Comparison c = compared(ABOUT_EQUAL, Claim.equivalent(0.3), 1);
    assertThat(c.verdict()).isEqualTo(Verdict.UNDECIDED);
    assertThat(c.pairsNeeded()).isLessThan(20);
    assertThat(Words.finding(c))
        .containsPattern("hold a margin of [0-9.]+ with 80% power, were the two equal");
  }

  private static Comparison steps(String a, List<Outcome> as, String b, List<Outcome> bs) {
    return Comparison.of(
        new Contrast(a, b, Claim.MORE), Measure.stepsToTrainingError(0.4), as, bs, 1, 0.1);
  }

  private static List<Outcome> slow(int seeds) {
    return IntStream.rangeClosed(1, seeds)
        .mapToObj(seed ->
            Runs.with(outcome("slow", seed, 0.9), history(3.9, 3.9, 3.8, 3.8, 3.7 - 0.01 * seed)))
        .toList();
  }

  private static List<Outcome> fast(int seeds) {
    return IntStream.rangeClosed(1, seeds)
        .mapToObj(
            seed -> Runs.with(outcome("fast", seed, 0.9), history(2 + 0.1 * seed, 1.2, 1, 1, 1)))
        .toList();
  }

  /** Rates four apart: two numbers on such a grid differ by a rounding of 0.566 = ln 4 / sqrt 6. */
  @Test
  void aGridOfRatesIsNotTakenForCertainty() {
    List<Outcome> with = new java.util.ArrayList<>(), without = new java.util.ArrayList<>();
    for (int seed = 1; seed <= 3; seed++)
      for (double rate : new double[] {0.0125, 0.05, 0.2, 0.8}) {
        with.add(Runs.atRate("with", seed, rate, 0.1));
        without.add(Runs.atRate("without", seed, rate, rate < 0.02 ? 0.3 : 0.9));
      }
    Comparison c = Comparison.of(
        new Contrast("with", "without", Claim.MORE),
        Measure.largestRate(0.4),
        with,
        without,
        1,
        0.1);
    assertThat(c.difference()).isCloseTo(Math.log(64), offset(1e-9));
    assertThat(c.deviation()).isCloseTo(Math.log(4) / Math.sqrt(6), offset(1e-9));
    assertThat(c.verdict()).isEqualTo(Verdict.AGREES);
    assertThat(c.interval().high()).isInfinite();
  }

  /** Of four test images a mistakes one that b knows, in each of two seeds. */
  @Test
  void theErrorOfTestImagesIsToldFromThatOfSeeds() {
    List<Outcome> a = List.of(named("a", 1, 0b0111), named("a", 2, 0b0111));
    List<Outcome> b = List.of(named("b", 1, 0b1111), named("b", 2, 0b1111));
    Comparison c =
        Comparison.of(new Contrast("a", "b", Claim.MORE), Measure.testError(), a, b, 1, 0.1);
    assertThat(c.ofImages()).isCloseTo(25, offset(1e-9));
  }

  private static Outcome named(String arm, int seed, long right) {
    Outcome o = outcome(arm, seed, 0.9);
    End end = new End(0.9, 0.9, 1, 1, BitSet.valueOf(new long[] {right}));
    return new Outcome(
        arm, seed, false, end, o.params(), o.macs(), o.steps(), o.history(), "", 0.1, Map.of());
  }

  private static Comparison compared(double[] values, Claim claim, int contrasts) {
    return Comparison.of(
        new Contrast("a", "b", claim),
        Measure.testError(),
        runs("a", values),
        runs("b", BASELINE),
        contrasts,
        0.1);
  }

  private static List<Outcome> runs(String arm, double[] errors) {
    return IntStream.range(0, errors.length)
        .mapToObj(i -> outcome(arm, i + 1, 1 - errors[i] / 100))
        .toList();
  }
}
