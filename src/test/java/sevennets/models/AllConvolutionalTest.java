package sevennets.models;

import static org.assertj.core.api.Assertions.assertThat;
import static sevennets.models.Nets.graph;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import sevennets.analysis.Summary;
import sevennets.graph.Graph;
import sevennets.models.AllConvolutional.Base;
import sevennets.models.AllConvolutional.Reduction;
import sevennets.ops.Shape;

/** Tables 1 and 2 of the paper. */
class AllConvolutionalTest {

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "cnn_a_cifar, 839242", "cnn_b_cifar, 885610", "cnn_c_cifar, 954730",
    "all_cnn_a_cifar, 1254250", "all_cnn_b_cifar, 1300618", "all_cnn_c_cifar, 1369738",
  })
  void parametersFollowFromTheTables(String name, long params) {
    assertThat(Summary.of(Models.get(name).graph()).params()).isEqualTo(params);
  }

  @ParameterizedTest
  @EnumSource(Base.class)
  void theControlHasAsManyParametersAsTheAllConvolutionalNet(Base base) {
    assertThat(params(base, Reduction.CONV_POOL))
        .isEqualTo(params(base, Reduction.ALL_CONV))
        .isGreaterThan(params(base, Reduction.POOL));
    assertThat(params(base, Reduction.STRIDED)).isEqualTo(params(base, Reduction.POOL));
  }

  @ParameterizedTest
  @EnumSource(Reduction.class)
  void everyReductionLeavesTheMapsAsTheyWere(Reduction reduction) {
    Graph net = graph(AllConvolutional.of(Base.C, reduction));
    assertThat(net.node("drop1").shape()).isEqualTo(Shape.image(96, 16, 16));
    assertThat(net.node("drop2").shape()).isEqualTo(Shape.image(192, 8, 8));
    assertThat(net.step("avgpool").inputs().get(0).shape())
        .as("global averaging over 6 x 6")
        .isEqualTo(Shape.image(10, 6, 6));
  }

  @Test
  void onlyTheNetsWithPoolsHavePools() {
    for (Base base : Base.values())
      for (Reduction reduction : Reduction.values()) {
        int pools =
            Nets.fieldsOfPools(graph(AllConvolutional.of(base, reduction))).size();
        assertThat(pools)
            .isEqualTo(reduction == Reduction.POOL || reduction == Reduction.CONV_POOL ? 2 : 0);
      }
  }

  @Test
  void theConvolutionBeforeThePoolStridesInItsPlace() {
    assertThat(Nets.graph(AllConvolutional.of(Base.C, Reduction.STRIDED))
            .node("stage1.conv0")
            .shape()
            .height())
        .isEqualTo(32);
    assertThat(Nets.graph(AllConvolutional.of(Base.C, Reduction.STRIDED))
            .node("stage1.conv1")
            .shape()
            .height())
        .isEqualTo(16);
    assertThat(Nets.graph(AllConvolutional.of(Base.B, Reduction.STRIDED))
            .node("stage1.conv0")
            .shape()
            .height())
        .isEqualTo(16);
  }

  private static long params(Base base, Reduction reduction) {
    return Summary.of(graph(AllConvolutional.of(base, reduction))).params();
  }
}
