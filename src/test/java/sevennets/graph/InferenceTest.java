package sevennets.graph;

import static org.assertj.core.api.Assertions.assertThat;

import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import sevennets.kernels.Fn;
import sevennets.ops.Activation;
import sevennets.ops.Add;
import sevennets.ops.BatchNorm;
import sevennets.ops.Conv;
import sevennets.ops.Shape;
import sevennets.ops.StochasticDepth;

/** What {@link Inference#optimise} keeps and what it takes away. */
class InferenceTest {
  private final Graph graph = new Graph(Shape.image(2, 8, 8));
  private final INDArray images = OpNets.images(graph, DataType.FLOAT, 4);
  private final Node conv = graph.input().conv("conv", Conv.of(4, 3).bias());

  private static ComputationGraph trained(Node last) {
    ComputationGraph net = OpNets.ended(last).net(7);
    Nd4j.getRandom().setSeed(3);
    net.paramTable()
        .forEach((key, value) ->
            value.assign(Nd4j.rand(value.shape()).subi(key.endsWith("var") ? 0 : 0.5)));
    return net;
  }

  private void assertSameValues(ComputationGraph net, ComputationGraph fast) {
    var expected = net.feedForward(images, false);
    fast.feedForward(images, false)
        .forEach((name, values) -> assertThat(values.equalsWithEps(expected.get(name), 1e-4))
            .as("values of '%s'", name)
            .isTrue());
  }

  @ParameterizedTest
  @EnumSource(Fn.class)
  void foldsBatchNormIntoTheConvolutionBefore(Fn fn) {
    ComputationGraph net = trained(conv.then("bn", new BatchNorm(1e-3, 0.1, fn))
        .conv("plain", 4, 3, 1)
        .then("bn2", BatchNorm.of(1e-3, 0.1))
        .then("tanh", Activation.TANH));

    ComputationGraph fast = Inference.optimise(net);

    assertThat(fast.getConfiguration().getVertices())
        .containsKeys("bn", "tanh")
        .doesNotContainKeys("conv", "plain", "bn2");
    assertSameValues(net, fast);
    assertSameValues(net, fast);
  }

  @Test
  void leavesABatchNormWhoseConvolutionHasAnotherReader() {
    ComputationGraph net = trained(conv.bn("bn").relu("relu").plus("add", conv));

    ComputationGraph fast = Inference.optimise(net);

    assertThat(fast.getConfiguration().getVertices()).containsKeys("conv", "bn");
    assertSameValues(net, fast);
  }

  @Test
  void joinsAnActivationToTheLinearLayerBefore() {
    ComputationGraph net = trained(conv.globalAvgPool("pool").dense("hidden", 5).silu("silu"));

    ComputationGraph fast = Inference.optimise(net);

    assertThat(fast.getConfiguration().getVertices())
        .containsKey("silu")
        .doesNotContainKey("hidden");
    assertSameValues(net, fast);
  }

  @Test
  void dropsWhatIsTheIdentityInInference() {
    ComputationGraph net = trained(conv.then("depth", new StochasticDepth(0.5))
        .then("add", new Add(Fn.RELU), conv)
        .dropout("drop", 0.5));

    ComputationGraph fast = Inference.optimise(net);

    assertThat(fast.getConfiguration().getVertices()).doesNotContainKeys("depth", "drop");
    assertSameValues(net, fast);
  }

  @Test
  void leavesTheGivenNetTrainable() {
    ComputationGraph net = trained(conv.bn("bn").relu("relu"));
    INDArray parameters = net.params().dup();

    Inference.optimise(net);

    assertThat(net.params()).isEqualTo(parameters);
    assertThat(net.getConfiguration().getVertices()).containsKeys("conv", "bn");
  }
}
