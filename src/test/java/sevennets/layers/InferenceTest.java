package sevennets.layers;

import static org.assertj.core.api.Assertions.assertThat;

import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** What {@link Inference#optimise} keeps and what it takes away. */
class InferenceTest {
  private static final int[] ONE = {1, 1};
  private static final int[] THREE = {3, 3};
  private final INDArray images = TestNets.images(DataType.FLOAT, 4, 2, 8, 8);

  private static Conv2d conv(boolean bias) {
    return new Conv2d(4, 4, THREE, ONE, ONE, 1, bias);
  }

  private static ComputationGraph trained(ComputationGraph net, INDArray images) {
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
    GraphBuilder builder = TestNets.stem(DataType.FLOAT, 4)
        .addLayer("bn", new BatchNorm(4, 1e-3, 0.1, fn), "conv")
        .addLayer("plain", conv(false), "bn")
        .addLayer("bn2", new BatchNorm(4, 1e-3, 0.1, Fn.IDENTITY), "plain")
        .addLayer("act", new Activation(fn), "bn2");
    ComputationGraph net = trained(TestNets.finish(builder, 4, "act"), images);

    ComputationGraph fast = Inference.optimise(net);

    assertThat(fast.getConfiguration().getVertices())
        .containsKeys("bn", "act")
        .doesNotContainKeys("conv", "plain", "bn2");
    assertSameValues(net, fast);
    assertSameValues(net, fast);
  }

  @Test
  void leavesABatchNormWhoseConvolutionHasAnotherReader() {
    GraphBuilder builder = TestNets.stem(DataType.FLOAT, 4)
        .addLayer("bn", new BatchNorm(4, 1e-3, 0.1, Fn.RELU), "conv")
        .addVertex("add", new Add(Fn.IDENTITY), "bn", "conv");
    ComputationGraph net = trained(TestNets.finish(builder, 4, "add"), images);

    ComputationGraph fast = Inference.optimise(net);

    assertThat(fast.getConfiguration().getVertices()).containsKeys("conv", "bn");
    assertSameValues(net, fast);
  }

  @Test
  void dropsWhatIsTheIdentityInInference() {
    GraphBuilder builder = TestNets.stem(DataType.FLOAT, 4)
        .addVertex("depth", new StochasticDepth(0.5), "conv")
        .addVertex("add", new Add(Fn.RELU), "depth", "conv")
        .addLayer("drop", new Dropout(0.5), "add");
    ComputationGraph net = trained(TestNets.finish(builder, 4, "drop"), images);

    ComputationGraph fast = Inference.optimise(net);

    assertThat(fast.getConfiguration().getVertices()).doesNotContainKeys("depth", "drop");
    assertSameValues(net, fast);
  }

  @Test
  void leavesTheGivenNetTrainable() {
    GraphBuilder builder = TestNets.stem(DataType.FLOAT, 4)
        .addLayer("bn", new BatchNorm(4, 1e-3, 0.1, Fn.RELU), "conv");
    ComputationGraph net = trained(TestNets.finish(builder, 4, "bn"), images);
    INDArray parameters = net.params().dup();

    Inference.optimise(net);

    assertThat(net.params()).isEqualTo(parameters);
    assertThat(net.getConfiguration().getVertices()).containsKeys("conv", "bn");
  }
}
