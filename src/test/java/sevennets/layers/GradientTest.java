package sevennets.layers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.deeplearning4j.gradientcheck.GradientCheckUtil;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Every layer's gradients, of its parameters and (through a convolution before it) of its input, in
 * double precision.
 */
@ExtendWith(InDoubles.class)
class GradientTest {
  private static final DataType TYPE = DataType.DOUBLE;

  static Stream<Arguments> layers() {
    return Stream.of(
        Arguments.of("3x3", 4, 6, conv(4, 6, 3, 1, 1, 1, true)),
        Arguments.of("1x1 stride 2", 4, 6, conv(4, 6, 1, 2, 0, 1, false)),
        Arguments.of("5x5 stride 2", 4, 3, conv(4, 3, 5, 2, 2, 1, true)),
        Arguments.of("grouped", 4, 6, conv(4, 6, 3, 1, 1, 2, true)),
        Arguments.of("depthwise", 4, 4, conv(4, 4, 3, 2, 1, 4, false)),
        Arguments.of("depthwise, two filters a channel", 3, 6, conv(3, 6, 3, 1, 1, 3, true)),
        Arguments.of(
            "1x3 kernel",
            4,
            4,
            new Conv2d(4, 4, new int[] {1, 3}, new int[] {1, 2}, new int[] {0, 1}, 1, false)),
        Arguments.of("conv + tanh", 4, 6, conv(4, 6, 3, 1, 1, 1, true).fn(Fn.TANH)),
        Arguments.of("conv + silu", 4, 6, conv(4, 6, 3, 1, 1, 1, true).fn(Fn.SILU)),
        Arguments.of("max pool", 4, 4, pool(Pool.Kind.MAX, 3, 2, 1, false, true)),
        Arguments.of("max pool, ceil", 4, 4, pool(Pool.Kind.MAX, 3, 2, 0, true, true)),
        Arguments.of("average pool", 4, 4, pool(Pool.Kind.AVG, 3, 2, 1, false, true)),
        Arguments.of(
            "average pool, padding uncounted", 4, 4, pool(Pool.Kind.AVG, 3, 2, 1, false, false)),
        Arguments.of("average pool, ceil", 4, 4, pool(Pool.Kind.AVG, 3, 2, 0, true, true)),
        Arguments.of("lrn", 6, 6, new Lrn(5, 2, 0.3, 0.75)));
  }

  private static Conv2d conv(
      int in, int out, int kernel, int stride, int padding, int groups, boolean bias) {
    return new Conv2d(
        in,
        out,
        new int[] {kernel, kernel},
        new int[] {stride, stride},
        new int[] {padding, padding},
        groups,
        bias);
  }

  private static Pool pool(
      Pool.Kind kind, int kernel, int stride, int padding, boolean ceil, boolean count) {
    return new Pool(
        kind,
        new int[] {kernel, kernel},
        new int[] {stride, stride},
        new int[] {padding, padding},
        ceil,
        count);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("layers")
  void layerAgreesWithFiniteDifferences(String name, int in, int out, Layer layer) {
    check(TestNets.finish(TestNets.with(TYPE, in, layer), out, "layer"));
  }

  @ParameterizedTest
  @EnumSource(Fn.class)
  void activationAgreesWithFiniteDifferences(Fn fn) {
    check(TestNets.finish(TestNets.with(TYPE, 4, new Activation(fn)), 4, "layer"));
  }

  @ParameterizedTest
  @EnumSource(Fn.class)
  void batchNormAgreesWithFiniteDifferences(Fn fn) {
    // Gamma and beta away from 1 and 0, where a mistake in either would not show.
    ComputationGraph net =
        TestNets.finish(TestNets.with(TYPE, 4, new BatchNorm(4, 1e-3, 0.1, fn)), 4, "layer");
    net.getParam("layer_gamma").assign(Nd4j.create(new double[] {0.5, -1.2, 2, 1}));
    net.getParam("layer_beta").assign(Nd4j.create(new double[] {0.3, 0.1, -0.2, 0.4}));
    check(net);
  }

  @ParameterizedTest
  @EnumSource(
      value = Fn.class,
      names = {"IDENTITY", "RELU", "TANH"})
  void addOfThreeAgreesWithFiniteDifferences(Fn fn) {
    GraphBuilder builder = TestNets.stem(TYPE, 4)
        .addLayer("a", conv(4, 4, 3, 1, 1, 1, false), "conv")
        .addLayer("b", conv(4, 4, 1, 1, 0, 1, false), "conv")
        .addVertex("layer", new Add(fn), "a", "conv", "b");
    check(TestNets.finish(builder, 4, "layer"));
  }

  @ParameterizedTest
  @EnumSource(Pool.Kind.class)
  void globalPoolAgreesWithFiniteDifferences(Pool.Kind kind) {
    check(TestNets.finishVector(TestNets.with(TYPE, 4, new GlobalPool(kind)), 4, "layer"));
  }

  @ParameterizedTest
  @EnumSource(Fn.class)
  void denseAgreesWithFiniteDifferences(Fn fn) {
    GraphBuilder builder = TestNets.stem(TYPE, 4)
        .addVertex("flatten", new FlattenChw(), "conv")
        .addLayer("dense", new Dense(4 * 5 * 4, 5, true).fn(fn), "flatten");
    check(TestNets.finishVector(builder, 5, "dense"));
  }

  @Test
  void concatAgreesWithFiniteDifferences() {
    GraphBuilder builder = TestNets.stem(TYPE, 4)
        .addLayer("a", conv(4, 3, 3, 1, 1, 1, false), "conv")
        .addVertex("layer", new Concat(), "a", "conv");
    check(TestNets.finish(builder, 7, "layer"));
  }

  @Test
  void channelGateAgreesWithFiniteDifferences() {
    GraphBuilder builder = TestNets.stem(TYPE, 4)
        .addLayer("squeeze", new GlobalPool(Pool.Kind.AVG), "conv")
        .addLayer("excite", new Dense(4, 4, true).fn(Fn.SIGMOID), "squeeze")
        .addVertex("layer", new ChannelGate(), "conv", "excite");
    check(TestNets.finish(builder, 4, "layer"));
  }

  @Test
  void padShortcutAgreesWithFiniteDifferences() {
    check(TestNets.finish(TestNets.with(TYPE, 4, new PadShortcut(2, 6), "conv"), 6, "layer"));
  }

  @Test
  void channelsFirstAgreesWithFiniteDifferences() {
    GraphBuilder builder = TestNets.stem(TYPE, 4)
        .addVertex("nchw", new ChannelsFirst(), "conv")
        .addVertex("again", new ChannelsLast(), "nchw")
        .addLayer("tanh", new Activation(Fn.TANH), "again");
    check(TestNets.finish(builder, 4, "tanh"));
  }

  static void check(ComputationGraph net) {
    INDArray images = TestNets.images(TYPE, 3, 2, 5, 4);
    boolean passed = GradientCheckUtil.checkGradients(new GradientCheckUtil.GraphConfig()
        .net(net)
        .inputs(new INDArray[] {images})
        .labels(new INDArray[] {TestNets.labels(TYPE, 3)})
        .epsilon(1e-6)
        .maxRelError(1e-4)
        .minAbsoluteError(1e-8)
        .print(GradientCheckUtil.PrintMode.ZEROS)
        .subset(true)
        .maxPerParam(8));
    assertThat(passed).isTrue();
  }
}
