package sevennets.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static sevennets.models.Nets.graph;

import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sevennets.analysis.Summary;
import sevennets.graph.Graph;
import sevennets.ops.SelectChannels;
import sevennets.ops.Shape;

/** Section II.B of the paper, layer by layer. */
class LeNet1998Test {

  private static final Variant GREY = Models.get("lenet5_paper").withInput(1, 32, 32);

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "c1, 156",
    "s2., 12",
    "c3., 1516",
    "s4., 32",
    "c5, 48120",
    "f6, 10164",
    "output, 0",
    "'', 60000"
  })
  void eachLayerHasThePapersTrainableParameters(String layer, long params) {
    assertThat(Summary.of(GREY.graph()).layers().stream()
            .filter(l -> l.name().startsWith(layer))
            .mapToLong(Summary.Layer::params)
            .sum())
        .isEqualTo(params);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "c1, 6x28x28",
    "s2.tanh, 6x14x14",
    "c3.concat, 16x10x10",
    "s4.tanh, 16x5x5",
    "c5, 120x1x1"
  })
  void mapsHaveThePapersSizes(String node, String shape) {
    assertThat(GREY.graph().node(node).shape()).hasToString("[" + shape + "]");
  }

  @Test
  void tableOneHasSixtyConnections() {
    Graph net = GREY.graph();
    List<List<Integer>> seen = net.steps().stream()
        .filter(s -> s.op() instanceof SelectChannels)
        .map(s -> ((SelectChannels) s.op()).channels())
        .toList();
    assertThat(seen).hasSize(16).doesNotHaveDuplicates();
    assertThat(seen.stream().mapToInt(List::size).sum()).isEqualTo(60);
    for (int map = 0; map < 6; map++) {
      int number = map;
      assertThat(seen.stream().filter(maps -> maps.contains(number)).count())
          .as("each map of S2 is seen by ten")
          .isEqualTo(10);
    }
    assertThat(seen.get(4)).containsExactly(0, 4, 5);
    assertThat(seen.get(11)).containsExactly(0, 1, 2, 5);
  }

  @Test
  void withAFullC3ItHasNineHundredMore() {
    assertThat(Summary.of(graph(LeNet1998.paper().withFullC3())).params()
            - Summary.of(graph(LeNet1998.paper())).params())
        .isEqualTo(2416 - 1516);
  }

  @Test
  void everyDigitHasACodeOfItsOwnAndThereAreTen() {
    List<List<Double>> codes = DigitCodes.of(10);
    assertThat(new HashSet<>(codes)).hasSize(10);
    assertThat(codes)
        .allMatch(
            code -> code.size() == 84 && code.stream().allMatch(pixel -> Math.abs(pixel) == 1));
    assertThat(graph(LeNet1998.paper()).node("output").shape()).isEqualTo(Shape.vector(10));
    assertThatThrownBy(() -> DigitCodes.of(11))
        .hasMessageContaining("10 classes at most, received 11");
  }
}
