package sevennets.claims;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;
import static sevennets.claims.Runs.atRate;
import static sevennets.claims.Runs.history;
import static sevennets.claims.Runs.outcome;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import sevennets.claims.Measure.Bound;
import sevennets.claims.Measure.Pair;

class MeasureTest {

  @Test
  void runsOfEqualSeedsArePairedAndOthersAreNot() {
    List<Pair> pairs = Measure.testError()
        .pairs(
            List.of(outcome("a", 1, 0.9), outcome("a", 2, 0.8)),
            List.of(outcome("b", 2, 0.7), outcome("b", 3, 0.7)));
    assertThat(pairs).singleElement().satisfies(pair -> {
      assertThat(pair.seed()).isEqualTo(2);
      assertThat(pair.difference()).isCloseTo(-10, offset(1e-9));
    });
  }

  @Test
  void runsOnDifferentArithmeticAreNoPair() {
    Outcome processor = Runs.on(outcome("a", 1, 0.9), Map.of("layers", "ONEDNN: here"));
    Outcome card = Runs.on(outcome("b", 1, 0.9), Map.of("layers", "ND4J: a card"));
    assertThat(Measure.testError().pairs(List.of(processor), List.of(card))).isEmpty();
    assertThat(Measure.testError().pairs(List.of(processor), List.of(processor)))
        .hasSize(1);
  }

  @Test
  void aRunThatDivergedHasNoPair() {
    assertThat(Measure.testError()
            .pairs(List.of(Runs.diverged("a", 1)), List.of(outcome("b", 1, 0.9))))
        .isEmpty();
  }

  @Test
  void stepsToAnErrorAreInterpolatedWithinTheEpoch() {
    Measure steps = Measure.stepsToTrainingError(0.4);
    // Errors 0.5 and 0.3 after epochs of 10 steps: 0.4 lies in the middle of the second.
    Outcome run = Runs.with(outcome("a", 1, 0.9), history(2.0, 1.2));
    assertThat(steps.of(run)).isCloseTo(15, offset(1e-9));
  }

  @Test
  void aRunThatNeverGetsThereIsKnownToTakeLonger() {
    Measure steps = Measure.stepsToTrainingError(0.4);
    Outcome fast = Runs.with(outcome("a", 1, 0.9), history(2.0, 1.2));
    Outcome slow = Runs.with(outcome("b", 1, 0.9), history(3.9, 3.8));
    assertThat(steps.of(slow)).isInfinite();
    assertThat(steps.pairs(List.of(slow), List.of(fast)))
        .containsExactly(new Pair(1, Math.log(20 / 15.0), Bound.AT_LEAST));
    assertThat(steps.pairs(List.of(fast), List.of(slow)).get(0).bound()).isEqualTo(Bound.AT_MOST);
    assertThat(steps.pairs(List.of(slow), List.of(slow))).isEmpty();
  }

  @Test
  void theLargestRateOfAGroupIsTheLastThatTrains() {
    Measure largest = Measure.largestRate(0.4);
    List<Outcome> with =
        List.of(atRate("w1", 1, 0.1, 0.1), atRate("w2", 1, 0.4, 0.2), atRate("w3", 1, 1.6, 0.9));
    List<Outcome> without =
        List.of(atRate("o1", 1, 0.1, 0.2), Runs.diverged("o2", 1), atRate("o3", 1, 1.6, 0.9));
    assertThat(largest.pairs(with, without)).containsExactly(new Pair(1, Math.log(4), Bound.EXACT));
    assertThat(largest.resolution(with)).isCloseTo(Math.log(4), offset(1e-9));
  }

  @Test
  void aGroupThatTrainsAtEveryRateMayTrainAtALargerOne() {
    List<Outcome> with = List.of(atRate("w1", 1, 0.1, 0.1), atRate("w2", 1, 0.4, 0.2));
    List<Outcome> without = List.of(atRate("o1", 1, 0.1, 0.2), atRate("o2", 1, 0.4, 0.9));
    Measure largest = Measure.largestRate(0.4);
    assertThat(largest.pairs(with, without).get(0).bound()).isEqualTo(Bound.AT_LEAST);
    assertThat(largest.pairs(with, with)).isEmpty();
  }

  /** Two lines of equal slope, 3 points apart, at parameters that differ. */
  @Test
  void errorAgainstParametersIsTheOffsetOfParallelLines() {
    List<Outcome> resnet =
        List.of(outcome("r1", 1, 0.80, 1_000), outcome("r2", 1, 0.85, (long) (1_000 * Math.E)));
    List<Outcome> densenet =
        List.of(outcome("d1", 1, 0.88, (long) (1_000 * Math.E)), outcome("d2", 1, 0.93, (long)
            (1_000 * Math.E * Math.E)));
    assertThat(Measure.errorByParameters().pairs(densenet, resnet).get(0).difference())
        .isCloseTo(-3, offset(0.01));
  }
}
