package sevennets.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import sevennets.graph.Graph;
import sevennets.ops.Dense;
import sevennets.ops.Shape;

class StateDictTest {

  private static Graph graph() {
    Graph graph = new Graph(Shape.image(3, 8, 8));
    return graph.classify(graph
        .input()
        .convBn("conv1", "bn1", 4, 3, 1)
        .relu("relu")
        .in("layer1", x -> x.convBn("conv", "bn", 6, 3, 2))
        .globalAvgPool("avgpool")
        .dense("fc", 5));
  }

  private final Graph graph = graph();
  private ComputationGraph net;
  private final Map<String, long[]> shapes = new LinkedHashMap<>();

  @BeforeEach
  void start() {
    net = graph.net(1);
    StateDict state = StateDict.of(graph, net);
    state.names().forEach(name -> shapes.put(name, state.shape(name)));
  }

  @Test
  void namesAndShapesAreTorchs() {
    assertThat(shapes.keySet())
        .containsExactly(
            "conv1.weight",
            "bn1.weight",
            "bn1.bias",
            "bn1.running_mean",
            "bn1.running_var",
            "layer1.conv.weight",
            "layer1.bn.weight",
            "layer1.bn.bias",
            "layer1.bn.running_mean",
            "layer1.bn.running_var",
            "fc.weight",
            "fc.bias");
    assertThat(shapes.get("layer1.conv.weight")).containsExactly(6, 4, 3, 3);
    assertThat(shapes.get("bn1.running_var")).containsExactly(4);
    assertThat(shapes.get("fc.weight")).containsExactly(5, 6);
  }

  @Test
  void whatIsLoadedIsReadBack() {
    StateDict state = StateDict.of(graph, net);
    state.load(new Generated(shapes));
    shapes.forEach((name, shape) ->
        assertThat(state.read(name)).as(name).isEqualTo(Generated.tensor(name, shape)));
  }

  @Test
  void aLinearLayerMayBeAConvolutionOverItsWholeInput() {
    Graph graph = new Graph(Shape.image(2, 3, 4));
    graph.classify(graph.input().flatten("flatten").dense("fc", 5));
    StateDict state = StateDict.of(graph, graph.net(1));
    state.load(
        new Generated(Map.of("fc.weight", new long[] {5, 2, 3, 4}, "fc.bias", new long[] {5})));
    assertThat(state.read("fc.weight")).isEqualTo(Generated.tensor("fc.weight", 5, 2, 3, 4));
    assertThatThrownBy(() -> state.load(
            new Generated(Map.of("fc.weight", new long[] {5, 2, 4, 4}, "fc.bias", new long[] {5}))))
        .hasMessageContaining("wrong shape: fc.weight is [5, 2, 4, 4], the net needs [5, 24]");
  }

  @Test
  void everyParameterOfTheNetIsLoaded() {
    net.params().assign(Double.NaN);
    StateDict.of(graph, net).load(new Generated(shapes));
    assertThat(net.params().isNaN().any()).isFalse();
  }

  @Test
  void linearWeightsAreTransposed() {
    StateDict.of(graph, net).load(new Generated(shapes));
    float[] torch = Generated.tensor("fc.weight", 5, 6);
    INDArray ours = net.getLayer("fc").getParam("W");
    assertThat(ours.getFloat(2, 4)).isEqualTo(torch[4 * 6 + 2]);
  }

  @Test
  void aGatesLinearWeightIsStoredAsAPointwiseConvolutions() {
    Graph gated = new Graph(Shape.image(3, 8, 8));
    gated.classify(gated
        .input()
        .globalAvgPool("pool")
        .then("fc1", Dense.of(4).asPointwise())
        .dense("fc", 5));
    ComputationGraph other = gated.net(1);
    StateDict state = StateDict.of(gated, other);
    assertThat(state.shape("fc1.weight")).containsExactly(4, 3, 1, 1);
    state.load(new Generated(Map.of(
        "fc1.weight",
        new long[] {4, 3, 1, 1},
        "fc1.bias",
        new long[] {4},
        "fc.weight",
        new long[] {5, 4},
        "fc.bias",
        new long[] {5})));
    float[] torch = Generated.tensor("fc1.weight", 4, 3, 1, 1);
    assertThat(other.getLayer("fc1").getParam("W").getFloat(2, 1)).isEqualTo(torch[1 * 3 + 2]);
    assertThat(state.read("fc1.weight")).isEqualTo(torch);
  }

  @Test
  void exportedNetGivesEqualOutputsInAnother(@TempDir Path folder) throws IOException {
    StateDict.of(graph, net).load(new Generated(shapes));
    Path file = folder.resolve("net.safetensors");
    SafeTensorsWriter.write(file, StateDict.of(graph, net), Map.of("format", "pt"));
    ComputationGraph other = graph.net(2);
    try (SafeTensors checkpoint = SafeTensors.open(file)) {
      StateDict.of(graph, other).load(checkpoint);
    }
    INDArray images = Nd4j.create(Generated.picture(2, 3, 8, 8), new long[] {2, 3, 8, 8}, 'c');
    assertThat(other.output(images)[0]).isEqualTo(net.output(images)[0]);
  }

  @Test
  void aCheckpointThatDoesNotFitIsRefusedWithTheCompleteListAndChangesNothing() {
    shapes.remove("bn1.bias");
    shapes.remove("fc.bias");
    shapes.put("conv1.weight", new long[] {4, 1, 3, 3});
    shapes.put("layer2.conv.weight", new long[] {1, 1});
    INDArray before = net.params().dup();
    assertThatThrownBy(() -> StateDict.of(graph, net).load(new Generated(shapes)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll(
            "4 tensors differ",
            "missing: bn1.bias [4]",
            "missing: fc.bias [5]",
            "wrong shape: conv1.weight is [4, 1, 3, 3], the net needs [4, 3, 3, 3]",
            "not in the net: layer2.conv.weight [1, 1]");
    assertThat(net.params()).isEqualTo(before);
  }

  @Test
  void aNetOfAnotherGraphIsRefused() {
    Graph wider = new Graph(Shape.image(3, 8, 8));
    wider.classify(wider.input().globalAvgPool("pool").dense("fc", 7));
    assertThatThrownBy(() -> StateDict.of(wider, net))
        .hasMessageContainingAll("not made from this graph", "'fc.weight' of 21", "has 30");
    assertThatThrownBy(() -> StateDict.of(graph, wider.net(1)))
        .hasMessageContainingAll("'conv1.weight'", "none");
  }

  @Test
  void batchCountersAndAuxiliaryHeadsMayBeThere() {
    shapes.put("bn1.num_batches_tracked", new long[] {});
    shapes.put("aux1.fc.weight", new long[] {5, 6});
    StateDict.of(graph, net).load(new Generated(shapes));
    assertThat(StateDict.of(graph, net).read("fc.bias")).isEqualTo(Generated.tensor("fc.bias", 5));
  }
}
