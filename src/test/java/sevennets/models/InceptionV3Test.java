package sevennets.models;

import static org.assertj.core.api.Assertions.assertThat;
import static sevennets.models.Nets.graph;
import static sevennets.models.Nets.names;

import org.junit.jupiter.api.Test;
import sevennets.analysis.Summary;
import sevennets.graph.Graph;
import sevennets.models.Inception.Fives;
import sevennets.models.InceptionV3.Grid;
import sevennets.ops.Shape;

/** Each switch of Inception v3 changes what the paper says it changes. */
class InceptionV3Test {

  private static final InceptionV3 NET = InceptionV3.small();

  @Test
  void theSmallNetHasEveryModuleOnMapsOf15And7And3() {
    Graph net = graph(NET, 32);
    assertThat(net.node("Mixed_5d.concat").shape()).isEqualTo(Shape.image(288 / 4, 15, 15));
    assertThat(net.node("Mixed_6e.concat").shape()).isEqualTo(Shape.image(768 / 4, 7, 7));
    assertThat(net.node("Mixed_7c.concat").shape()).isEqualTo(Shape.image(2048 / 4, 3, 3));
    assertThat(net.node("AuxLogits.pool").shape())
        .as("pooled to 5 x 5")
        .isEqualTo(Shape.image(768 / 4, 5, 5));
  }

  /** Section 3.1: 18 weights where 25 were. */
  @Test
  void twoThreesSaveTwentyEightPercentOfAFive() {
    long one = weights(NET.withFives(Fives.ONE_5X5), "Mixed_5c.branch5x5_2"),
        two = weights(NET, "Mixed_5c.branch5x5_2", "Mixed_5c.branch5x5_3");
    assertThat(one).isEqualTo(25L * 12 * 16);
    assertThat(two)
        .as("the first of the two reads 12 channels, the second 16")
        .isEqualTo(9L * 12 * 16 + 9L * 16 * 16);
  }

  /** Section 3.2: n x n costs n / 2 times as much as 1 x n and n x 1 of equal widths. */
  @Test
  void aPairOfOneBySevenAndSevenByOneReplacesASevenBySeven() {
    assertThat(weights(NET, "Mixed_6e.branch7x7_2", "Mixed_6e.branch7x7_3"))
        .isEqualTo(2 * 7L * 48 * 48);
    assertThat(weights(NET.withoutFactorisation(), "Mixed_6e.branch7x7_2"))
        .isEqualTo(49L * 48 * 48);
  }

  @Test
  void everyGridReductionEndsInTheSameMaps() {
    for (Grid grid : Grid.values()) {
      assertThat(graph(NET.withGrid(grid), 32).last("Mixed_6a").shape().height())
          .isEqualTo(7);
      assertThat(graph(NET.withGrid(grid), 32).last("Mixed_7a").shape().height())
          .isEqualTo(3);
    }
    assertThat(macs(NET.withGrid(Grid.CONVOLUTION_FIRST), "Mixed_6a."))
        .as("figure 9: at the larger grid")
        .isEqualTo(macs(NET.withGrid(Grid.POOL_FIRST), "Mixed_6a.") * 15 * 15 / (7 * 7));
    assertThat(macs(NET, "Mixed_6a."))
        .isLessThan(macs(NET.withGrid(Grid.CONVOLUTION_FIRST), "Mixed_6a.") / 2);
  }

  @Test
  void theAuxiliaryHeadsNormCanBeLeftOut() {
    assertThat(names(graph(NET, 32))).contains("AuxLogits.conv0.bn", "AuxLogits.conv1.bn");
    assertThat(names(graph(NET.withoutNormInAuxiliaryHead(), 32)))
        .doesNotContain("AuxLogits.conv0.bn", "AuxLogits.conv1.bn")
        .contains("AuxLogits.conv0.conv");
    assertThat(graph(NET.withoutAuxiliaryHead(), 32).heads()).hasSize(1);
  }

  private static long weights(InceptionV3 net, String... units) {
    long sum = 0;
    for (String unit : units)
      sum += graph(net, 32).step(unit + ".conv").parameters().get(0).size();
    return sum;
  }

  private static long macs(InceptionV3 net, String module) {
    return Summary.of(graph(net, 32)).layers().stream()
        .filter(layer -> layer.name().startsWith(module))
        .mapToLong(Summary.Layer::macs)
        .sum();
  }
}
