package sevennets.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import sevennets.bench.SelfTest.Result;
import sevennets.bench.SelfTest.Way;
import sevennets.models.Models;

/** The graphics card's self-test, with the card's path run on the processor. */
class SelfTestTest {

  @Test
  void libnd4jTakesTheStepThatOneDnnTakes() {
    try (SelfTest test = new SelfTest(Way.PROCESSOR, Way.LIBND4J, 1)) {
      for (String net : List.of("lenet5", "alexnet_small", "resnet20_cifar")) {
        Result result = test.of(Models.get(net), 4);
        assertThat(result.difference()).as(net).isLessThan(5e-3);
        assertThat(result.agrees()).isTrue();
        assertThat(result.imagesPerSecond()).hasSize(2).doesNotContain(0);
      }
    }
  }

  @Test
  void anotherStepIsNoticed() {
    assertThat(new Result("a net", new double[] {2.3, 2.3}, 0.01, new double[2]).agrees())
        .isTrue();
    assertThat(new Result("a net", new double[] {2.3, 2.3}, 0.1, new double[2]).agrees())
        .isFalse();
    assertThat(new Result("a net", new double[] {2.3, 2.4}, 0.01, new double[2]).agrees())
        .isFalse();
    assertThat(
            new Result("a net", new double[] {2.3, Double.NaN}, Double.NaN, new double[2]).agrees())
        .isFalse();
  }
}
