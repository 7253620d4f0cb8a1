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

  /**
   * Three nets a side, at no two equal sizes and on no line: the offset that ordinary least squares
   * gives for {@code error = a + offset * dense + slope * log(parameters)}, by NumPy 2's lstsq.
   */
  @Test
  void offsetOfNetsThatLieOnNoLineIsThatOfLeastSquares() {
    List<Outcome> dense = List.of(
        outcome("d1", 1, 0.85, 2_000),
        outcome("d2", 1, 0.865, 4_000),
        outcome("d3", 1, 0.91, 20_000),
        Runs.diverged("d4", 1));
    List<Outcome> residual = List.of(
        outcome("r1", 1, 0.80, 1_000),
        outcome("r2", 1, 0.84, 3_000),
        Runs.diverged("r4", 1),
        outcome("r3", 1, 0.87, 9_000));
    assertThat(Measure.errorByParameters().pairs(dense, residual).get(0).difference())
        .isCloseTo(-2.1176004, offset(1e-6));
    assertThat(Measure.errorByParameters()
            .pairs(List.of(Runs.diverged("d4", 1)), List.of(Runs.diverged("r4", 1))))
        .isEmpty();
  }

  /** It names 90% of the test images, 95% of its own; its loss on those is 0.7. */
  @Test
  void measuresOfTheEndAreReadOffTheEnd() {
    Outcome run = outcome("a", 1, 0.9);
    assertThat(Measure.testError().of(run)).isCloseTo(10, offset(1e-9));
    assertThat(Measure.trainingError().of(run)).isCloseTo(5, offset(1e-9));
    assertThat(Measure.gap().of(run)).isCloseTo(5, offset(1e-9));
    assertThat(Measure.trainingLoss().of(run)).isEqualTo(0.7);
    assertThat(Measure.largestRate(0.4).of(atRate("a", 1, 0.1, 0.25))).isCloseTo(25, offset(1e-9));
    assertThat(Measure.largestRate(0.4).of(Runs.diverged("a", 1))).isNaN();
  }

  @Test
  void onlyMeasuresOfTheEndWaitForConvergence() {
    assertThat(List.of(Measure.testError(), Measure.trainingLoss(), Measure.errorByParameters()))
        .allMatch(Measure::ofTheEnd);
    assertThat(List.of(
            Measure.stepsToTrainingError(0.4),
            Measure.largestRate(0.4),
            Measure.testErrorForTheMoney()))
        .noneMatch(Measure::ofTheEnd);
  }

  @Test
  void measuresSayWhatTheyAreAndInWhichUnit() {
    assertThat(Measure.stepsToTrainingError(0.1).title()).isEqualTo("steps to 10% training error");
    assertThat(Measure.stepsToTrainingError(0.1).unit()).isEqualTo("log ratio");
    assertThat(Measure.largestRate(0.6).unit()).contains("training error at most 60%");
    assertThat(Measure.errorByParameters().unit()).isEqualTo("points at equal parameters");
    assertThat(Measure.errorByParameters().title())
        .isEqualTo(Measure.testError().title())
        .isEqualTo(Measure.testErrorForTheMoney().title())
        .isEqualTo("test error, %");
  }

  /** A level that an epoch's error meets exactly is reached with that epoch's last step. */
  @Test
  void aLevelIsReachedWhereItIsMet() {
    Outcome run = Runs.with(outcome("a", 1, 0.9), history(2.0, 1.6));
    assertThat(Measure.stepsToTrainingError(0.4).of(run)).isCloseTo(20, offset(1e-9));
    Measure largest = Measure.largestRate(0.25);
    assertThat(largest
            .pairs(
                List.of(atRate("w1", 1, 0.1, 0.25), atRate("w2", 1, 0.4, 0.9)),
                List.of(atRate("o1", 1, 0.1, 0.9), atRate("o2", 1, 0.4, 0.9)))
            .get(0))
        .isEqualTo(new Pair(1, 0, Bound.AT_LEAST));
  }
}
