package sevennets.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ScheduleTest {

  @Test
  void stepsFallAtTheirMilestones() {
    Schedule steps = Schedule.steps(0.1, 0.1, 30, 60);
    assertThat(steps.at(29.99)).isEqualTo(0.1);
    assertThat(steps.at(30)).isCloseTo(0.01, within(1e-12));
    assertThat(steps.at(89)).isCloseTo(0.001, within(1e-12));
  }

  @Test
  void milestoneInIterationsIsMetExactly() {
    Schedule steps = Schedule.steps(0.1, 0.1, 32_000).byIteration(351);
    assertThat(steps.at(31_999 / 351.0)).isEqualTo(0.1);
    assertThat(steps.at(91 + (32_000 - 91 * 351) / 351.0)).isCloseTo(0.01, within(1e-12));
  }

  @Test
  void staircaseWaitsForThePeriodAndExponentialDoesNot() {
    assertThat(Schedule.every(2.4, 0.256, 0.97).at(2.3)).isEqualTo(0.256);
    assertThat(Schedule.every(2.4, 0.256, 0.97).at(4.8))
        .isCloseTo(0.256 * 0.97 * 0.97, within(1e-12));
    assertThat(Schedule.exponential(0.256, 0.97, 2.4).at(1.2))
        .isCloseTo(0.256 * Math.sqrt(0.97), within(1e-12));
  }

  @Test
  void polynomialAndCosineEndAtZero() {
    assertThat(Schedule.polynomial(0.01, 60, 0.5).at(45)).isCloseTo(0.005, within(1e-12));
    assertThat(Schedule.polynomial(0.01, 60, 0.5).at(60)).isZero();
    assertThat(Schedule.cosine(0.2, 10).at(0)).isEqualTo(0.2);
    assertThat(Schedule.cosine(0.2, 10).at(5)).isCloseTo(0.1, within(1e-12));
    assertThat(Schedule.cosine(0.2, 10).at(10)).isCloseTo(0, within(1e-12));
  }

  @Test
  void oneCycleRisesFromATwentyFifthToThePeakAndFallsToAlmostNothing() {
    Schedule cycle = Schedule.oneCycle(0.4, 10);
    assertThat(cycle.at(0)).isCloseTo(0.016, within(1e-12));
    assertThat(cycle.at(1.5)).isCloseTo((0.016 + 0.4) / 2, within(1e-12));
    assertThat(cycle.at(3)).isCloseTo(0.4, within(1e-12));
    assertThat(cycle.at(6.5)).isCloseTo((0.4 + 1.6e-6) / 2, within(1e-12));
    assertThat(cycle.at(10)).isCloseTo(1.6e-6, within(1e-12));
  }

  @Test
  void warmupRisesFromZeroAndDoesNotDelayWhatFollows() {
    Schedule schedule = Schedule.every(2.4, 0.256, 0.97).withWarmup(5);
    assertThat(schedule.at(0)).isZero();
    assertThat(schedule.at(2.5)).isCloseTo(0.128, within(1e-12));
    assertThat(schedule.at(5)).isCloseTo(0.256 * 0.97 * 0.97, within(1e-12));
  }

  @Test
  void fewerEpochsSqueezeTheWholeCourse() {
    Recipe tenth = Recipes.get("resnet-imagenet").withEpochs(9);
    assertThat(tenth.learningRate().at(2.9)).isEqualTo(0.1);
    assertThat(tenth.learningRate().at(3)).isCloseTo(0.01, within(1e-12));
    assertThat(tenth.learningRate().at(6)).isCloseTo(0.001, within(1e-12));
  }

  @Test
  void smallerBatchLowersTheRateInProportion() {
    assertThat(Recipes.get("efficientnet-imagenet")
            .withBatchSize(256)
            .learningRate()
            .at(5.1))
        .isCloseTo(0.016 * 0.97 * 0.97, within(1e-12));
  }

  @Test
  void fallingMilestonesAreRefused() {
    assertThatThrownBy(() -> Schedule.steps(0.1, 0.1, 60, 30))
        .hasMessageContaining("must rise; received: [60.0, 30.0]");
  }
}
