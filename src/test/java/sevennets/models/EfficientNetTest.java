package sevennets.models;

import static org.assertj.core.api.Assertions.assertThat;
import static sevennets.models.Nets.graph;
import static sevennets.models.Nets.names;
import static sevennets.models.Nets.ops;
import static sevennets.models.Nets.without;

import java.util.List;
import org.junit.jupiter.api.Test;
import sevennets.analysis.Summary;
import sevennets.ops.StochasticDepth;

/** Each switch of EfficientNet changes what the paper says it changes, and nothing else. */
class EfficientNetTest {

  @Test
  void theScalingRuleGivesTable7sNets() {
    double base = Summary.of(graph(EfficientNet.b0(), 224)).macs();
    assertThat(Summary.of(graph(EfficientNet.b0().withScaling(Scaling.depth(4)), 224))
                .macs()
            / base)
        .as("d = 4")
        .isBetween(4.0, 5.0);
    assertThat(Summary.of(graph(EfficientNet.b0().withScaling(Scaling.width(2)), 224))
                .macs()
            / base)
        .as("w = 2")
        .isBetween(3.5, 5.0);
    assertThat(Scaling.resolution(2).pixels(224)).isEqualTo(448);
  }

  @Test
  void phiDoublesTheCostEachTime() {
    double base = Summary.of(graph(EfficientNet.scaled(0), 224)).macs();
    int pixels = Scaling.compound(3).pixels(224);
    assertThat(Summary.of(graph(EfficientNet.scaled(3), pixels)).macs() / base)
        .as("2^3, up to the rounding of layers")
        .isBetween(6.0, 11.0);
    assertThat(names(EfficientNet.scaled(0))).isEqualTo(names(EfficientNet.b0()));
  }

  @Test
  void widthsAreMultiplesOfEightAndNeverBelowNinetyPercent() {
    for (int base = 8; base <= 1280; base += 8)
      for (double width : new double[] {0.25, 0.5, 1, 1.1, 1.2, 1.4, 1.6, 1.8, 2}) {
        int channels = Scaling.width(width).channels(base);
        assertThat(channels % 8).isZero();
        assertThat((double) channels).isGreaterThanOrEqualTo(0.9 * base * width);
      }
  }

  @Test
  void gatesSqueezeAQuarterOfABlocksInput() {
    assertThat(graph(EfficientNet.b0(), 224).node("features.2.0.block.2.fc1").channels())
        .as("of 16, not of the 96 inside")
        .isEqualTo(4);
  }

  @Test
  void withoutGatesNoOtherLayerChanges() {
    assertThat(ops(EfficientNet.b0().withoutGates(), 224))
        .isEqualTo(ops(graph(EfficientNet.b0(), 224).steps().stream()
            .filter(step -> !step.node().name().matches(".*\\.(squeeze|fc1|act|fc2|gate|scale)"))
            .toList()));
  }

  @Test
  void stochasticDepthGrowsFromNothingToItsLastBlock() {
    List<Double> drops = ops(EfficientNet.b0(), 224).stream()
        .filter(StochasticDepth.class::isInstance)
        .map(op -> ((StochasticDepth) op).probability())
        .toList();
    assertThat(drops).isSorted().allMatch(p -> p > 0 && p < 0.2).hasSize(9);
    assertThat(without(EfficientNet.b0(), op -> op instanceof StochasticDepth))
        .isEqualTo(ops(EfficientNet.b0().withStochasticDepth(0), 224));
  }
}
