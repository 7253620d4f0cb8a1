package sevennets.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import sevennets.bench.SmallNetSteps.Step;

class SmallNetStepsTest {

  @Test
  void everySmallNetTakesTheStoredStep() {
    assertThat(SmallNetSteps.differing(Path.of("src/test/resources/small-net-steps.csv")))
        .isEmpty();
  }

  @Test
  void anotherLossOrAnotherGradientIsNoticed() {
    Step stored = new Step(2.3, 0.05);
    assertThat(new Step(2.3001, 0.05001).isLike(stored)).isTrue();
    assertThat(new Step(2.31, 0.05).isLike(stored)).isFalse();
    assertThat(new Step(2.3, 0.051).isLike(stored)).isFalse();
    assertThat(new Step(Double.NaN, 0.05).isLike(stored)).isFalse();
  }
}
