package sevennets.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.factory.Nd4j;
import sevennets.ops.Conv;
import sevennets.ops.Pool;
import sevennets.ops.Shape;

class GraphTest {

  private final Graph graph = new Graph(Shape.image(3, 8, 8));

  @Test
  void aNodesNameIsItsScopesAndItsId() {
    Node y = graph.input().in("layer1", x -> x.in("0", z -> z.conv("conv1", 4, 3, 1)));
    assertThat(y.name()).isEqualTo("layer1.0.conv1");
  }

  @Test
  void unnamedNodesAreNumberedWithinTheirScope() {
    graph
        .input()
        .in(
            "features",
            x -> x.conv(Conv.of(4, 3)).relu().in("block", z -> z.relu()).maxPool(2, 2));
    assertThat(graph.steps())
        .extracting(s -> s.node().name())
        .containsExactly("features.0", "features.1", "features.block.0", "features.2");
  }

  @Test
  void aGraphAtTheEndOfACellSaysWhatItIs() {
    graph.input().conv("conv", Conv.of(4, 3)).relu("relu");
    assertThat(graph)
        .hasToString("a graph of 2 operations on an input of %s".formatted(Shape.image(3, 8, 8)));
  }

  @Test
  void aSumOfUnequalShapesNamesBothAndThePlace() {
    Node small = graph.input().conv("conv1", 3, 3, 2);
    assertThatThrownBy(() -> graph.input().in("layer1", x -> x.plus("add", small)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("[3x8x8]", "conv1 [3x4x4]", "layer1.add");
  }

  @Test
  void twoNodesOfOneNameAreRefused() {
    graph.input().conv("conv1", 4, 3, 1);
    assertThatThrownBy(() -> graph.input().conv("conv1", 4, 3, 1))
        .hasMessageContaining("two nodes are called 'conv1'");
  }

  @Test
  void aWindowLargerThanItsImageIsRefused() {
    assertThatThrownBy(() -> graph.input().conv("conv1", Conv.of(4, 11).padding(0)))
        .hasMessageContainingAll("11-pixel window", "[3x8x8]", "conv1");
  }

  @Test
  void groupsThatDoNotDivideTheChannelsAreRefused() {
    assertThatThrownBy(() -> graph.input().conv("conv1", Conv.of(4, 3).groups(2)))
        .hasMessageContaining("3 channels, 4 filters, 2 groups");
  }

  @Test
  void aCeilingPoolKeepsTheLastPartialWindowButNoneThatStartsInThePadding() {
    Node wide = new Graph(Shape.image(1, 112, 112)).input();
    assertThat(wide.then(Pool.max(3, 2, 0)).shape()).isEqualTo(Shape.image(1, 55, 55));
    assertThat(wide.then(Pool.max(3, 2, 0).ceiling()).shape()).isEqualTo(Shape.image(1, 56, 56));
    assertThat(new Graph(Shape.image(1, 3, 3))
            .input()
            .then(Pool.max(2, 2, 1).ceiling())
            .shape())
        .isEqualTo(Shape.image(1, 2, 2));
  }

  @Test
  void anActivationJoinsTheLayerBeforeItUnlessAnotherReadsThatLayer() {
    Node bn = graph.input().conv("conv1", 4, 3, 1).bn("bn1");
    Node relu = bn.relu("relu");
    assertThat(graph.vertex(relu)).isEqualTo("bn1");
    bn.silu("second");
    assertThat(graph.vertex(relu)).isEqualTo("relu");
  }

  @Test
  void inferenceLeavesOutWhatOnlyAuxiliaryHeadsNeed() {
    Node x = graph.input().conv("conv1", 4, 3, 1);
    graph.auxiliary("aux1", x.globalAvgPool("aux.pool").dense("aux.fc", 10), 0.3);
    graph.classify(x.globalAvgPool("pool").dense("fc", 10));
    assertThat(graph.inferenceSteps())
        .extracting(s -> s.node().name())
        .containsExactly("conv1", "pool", "fc");
    assertThat(graph.withoutAuxiliaryHeads().heads()).hasSize(1);
    assertThat(graph.heads()).extracting(Graph.Head::name).containsExactly("loss", "loss.aux1");
  }

  @Test
  void theNetsFirstOutputIsTheMainHeadsProbabilities() {
    graph.classify(graph
        .input()
        .conv("conv1", 4, 3, 1)
        .bn("bn1")
        .relu("relu")
        .globalAvgPool("pool")
        .dense("fc", 10));
    ComputationGraph net = graph.net(1);
    var probabilities = net.outputSingle(Nd4j.rand(2, 3, 8, 8));
    assertThat(probabilities.shape()).containsExactly(2, 10);
    assertThat(probabilities.sum(1).toDoubleVector())
        .containsExactly(new double[] {1, 1}, offset(1e-5));
  }

  @Test
  void equalSeedsGiveEqualWeights() {
    graph.classify(graph.input().conv("conv1", 4, 3, 1).globalAvgPool("pool").dense("fc", 10));
    assertThat(graph.net(7).params()).isEqualTo(graph.net(7).params());
    assertThat(graph.net(7).params()).isNotEqualTo(graph.net(8).params());
  }
}
