package sevennets.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import java.util.List;
import org.junit.jupiter.api.Test;
import sevennets.experiment.Comparison.Pairs;
import sevennets.experiment.Comparison.Verdict;

/**
 * The expected figures are SciPy's ({@code ttest_rel}, {@code t.interval}) for the same numbers.
 */
class ComparisonTest {

  private static final double[] BASELINE = {10.9, 10.5, 11.3, 10.4, 11.1};
  private static final double[] CLEARLY_LESS = {10.1, 9.8, 10.4, 9.9, 10.2};
  private static final double[] ABOUT_EQUAL = {10.7, 10.6, 11.0, 10.9, 10.8};

  @Test
  void aSingleArmNeedsNoCorrection() {
    Comparison c = only(CLEARLY_LESS, Direction.LESS);
    assertThat(c.difference()).isCloseTo(-0.76, offset(1e-9));
    assertThat(c.p()).isCloseTo(0.0005293, offset(1e-7));
    assertThat(c.low()).isCloseTo(-0.96777, offset(1e-5));
    assertThat(c.high()).isCloseTo(-0.55223, offset(1e-5));
  }

  @Test
  void holmCorrectsTheSmallestPByTheNumberOfArmsAndTheLargestNotAtAll() {
    List<Comparison> both = Comparison.all(List.of(
        new Pairs("equal", ABOUT_EQUAL, BASELINE, Direction.LESS),
        new Pairs("less", CLEARLY_LESS, BASELINE, Direction.LESS)));
    assertThat(both).extracting(Comparison::arm).containsExactly("equal", "less");
    assertThat(both.get(1).p()).isCloseTo(2 * 0.0005293, offset(1e-7));
    assertThat(both.get(1).low()).isCloseTo(-1.02157, offset(1e-5));
    assertThat(both.get(0).p()).isCloseTo(0.80743, offset(1e-5));
    assertThat(both.get(0).high()).isCloseTo(0.38653, offset(1e-5));
  }

  @Test
  void aDifferenceThePaperReportsAgreesAndItsOppositeDisagrees() {
    assertThat(only(CLEARLY_LESS, Direction.LESS).verdict()).isEqualTo(Verdict.AGREES);
    assertThat(only(CLEARLY_LESS, Direction.MORE).verdict()).isEqualTo(Verdict.DISAGREES);
  }

  @Test
  void aDifferenceWithinTheNoiseIsUndecided() {
    assertThat(only(ABOUT_EQUAL, Direction.LESS).verdict()).isEqualTo(Verdict.UNDECIDED);
  }

  @Test
  void withoutThePapersFigureThereIsNoVerdict() {
    assertThat(only(CLEARLY_LESS, Direction.NONE_GIVEN).verdict()).isEqualTo(Verdict.NONE_GIVEN);
  }

  @Test
  void onePairProvesNothing() {
    Comparison c = Comparison.all(
            List.of(new Pairs("arm", new double[] {1}, new double[] {9}, Direction.LESS)))
        .get(0);
    assertThat(c.p()).isEqualTo(1);
    assertThat(c.verdict()).isEqualTo(Verdict.UNDECIDED);
  }

  private static Comparison only(double[] values, Direction paper) {
    return Comparison.all(List.of(new Pairs("arm", values, BASELINE, paper))).get(0);
  }
}
