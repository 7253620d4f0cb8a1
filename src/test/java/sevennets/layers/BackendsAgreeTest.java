package sevennets.layers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * oneDNN's kernels against libnd4j's: outputs, parameter gradients, running statistics, and
 * inference.
 */
class BackendsAgreeTest {
  private static final DataType TYPE = DataType.FLOAT;

  @BeforeEach
  void seed() {
    assertThat(OneDnn.failure()).isNull();
    Nd4j.getRandom().setSeed(5);
  }

  @AfterEach
  void choose() {
    System.clearProperty("sevennets.layers");
  }

  static Stream<Arguments> nets() {
    List<Arguments> nets = new ArrayList<>();
    for (Fn fn : Fn.values()) {
      nets.add(layer("conv 3x3 " + fn, 5, 18, conv(5, 18, 3, 1, 1, 1, true).fn(fn)));
      nets.add(layer("batch norm " + fn, 16, 16, new BatchNorm(16, 1e-5, 0.1, fn)));
      nets.add(layer("activation " + fn, 6, 6, new Activation(fn)));
      nets.add(net(
          "dense " + fn,
          9,
          stem -> stem.addVertex("flatten", new FlattenChw(), "conv")
              .addLayer("layer", new Dense(4 * 8 * 9, 9, true).fn(fn), "flatten"),
          4,
          false));
      if (fn.invertible()) {
        nets.add(net(
            "add " + fn,
            6,
            stem -> stem.addLayer("a", conv(6, 6, 1, 1, 0, 1, false), "conv")
                .addLayer("b", conv(6, 6, 1, 1, 0, 1, false), "conv")
                .addVertex("layer", new Add(fn), "a", "conv", "b"),
            6,
            true));
      }
    }
    for (int channels : new int[] {24, 20, 7}) {
      nets.add(layer(
          "batch norm of " + channels,
          channels,
          channels,
          new BatchNorm(channels, 1e-3, 0.1, Fn.RELU)));
    }
    nets.add(layer("conv 1x1 stride 2", 16, 32, conv(16, 32, 1, 2, 0, 1, false)));
    nets.add(layer(
        "conv 3x3 stride 2 of many filters",
        16,
        32,
        conv(16, 32, 3, 2, 1, 1, true).fn(Fn.RELU)));
    nets.add(layer("conv 3x3 of few channels", 3, 16, conv(3, 16, 3, 1, 1, 1, false)));
    nets.add(layer("conv 5x5 stride 2", 3, 7, conv(3, 7, 5, 2, 2, 1, true)));
    nets.add(layer("conv 7x7 beyond the image", 4, 8, conv(4, 8, 7, 3, 3, 1, true)));
    nets.add(layer("conv grouped", 8, 12, conv(8, 12, 3, 1, 1, 2, true)));
    nets.add(layer("conv depthwise", 18, 18, conv(18, 18, 3, 1, 1, 18, true)));
    nets.add(layer(
        "conv depthwise, two filters a channel",
        8,
        16,
        conv(8, 16, 3, 1, 1, 8, true).fn(Fn.RELU)));
    for (int channels : new int[] {16, 18}) {
      for (int stride = 1; stride <= 3; stride++) {
        nets.add(layer(
            "conv depthwise 5x5 of %d, stride %d".formatted(channels, stride),
            channels,
            channels,
            conv(channels, channels, 5, stride, 2, channels, false)));
      }
    }
    nets.add(layer("conv depthwise 5x5, padded by 1", 16, 16, conv(16, 16, 5, 1, 1, 16, false)));
    nets.add(layer("conv depthwise 5x5 with a bias", 16, 16, conv(16, 16, 5, 1, 2, 16, true)));
    nets.add(net(
        "conv depthwise 5x5 on few pixels",
        16,
        stem -> stem.addLayer("pool", pool(Pool.Kind.MAX, 2, 4, 0, false, false), "conv")
            .addLayer("layer", conv(16, 16, 5, 1, 2, 16, false), "pool"),
        16,
        true));
    nets.add(layer(
        "conv 1x3",
        6,
        4,
        new Conv2d(6, 4, new int[] {1, 3}, new int[] {1, 2}, new int[] {0, 1}, 1, false)));
    for (Pool.Kind kind : Pool.Kind.values()) {
      nets.add(layer("pool " + kind, 6, 6, pool(kind, 3, 2, 1, false, true)));
      nets.add(layer("pool uncounted " + kind, 18, 18, pool(kind, 3, 2, 1, false, false)));
      nets.add(layer("pool ceil " + kind, 6, 6, pool(kind, 2, 2, 0, true, false)));
      nets.add(layer("pool 3x3 stride 1 " + kind, 6, 6, pool(kind, 3, 1, 1, true, true)));
      nets.add(net(
          "global pool " + kind,
          18,
          stem -> stem.addLayer("layer", new GlobalPool(kind), "conv"),
          18,
          false));
    }
    nets.add(layer("lrn", 16, 16, new Lrn(5, 2, 1e-1, 0.75)));
    nets.add(layer("lrn of few channels", 6, 6, Lrn.torch(3, 1, 0.3, 0.5)));
    nets.add(net(
        "concat",
        13,
        stem -> stem.addLayer("a", conv(5, 8, 3, 1, 1, 1, false), "conv")
            .addVertex("layer", new Concat(), "a", "conv"),
        5,
        true));
    nets.add(net(
        "channel gate",
        6,
        stem -> stem.addLayer("squeeze", new GlobalPool(Pool.Kind.AVG), "conv")
            .addLayer("excite", new Dense(6, 6, true).fn(Fn.SIGMOID), "squeeze")
            .addVertex("layer", new ChannelGate(), "conv", "excite"),
        6,
        true));
    for (Pool.Kind kind : Pool.Kind.values()) {
      nets.add(net(
          "channel pool " + kind,
          1,
          stem -> stem.addLayer("layer", new ChannelPool(kind), "conv"),
          6,
          true));
    }
    nets.add(net(
        "pixel gate",
        6,
        stem -> stem.addLayer("gate", conv(6, 1, 3, 1, 1, 1, true).fn(Fn.SIGMOID), "conv")
            .addVertex("layer", new PixelGate(), "conv", "gate"),
        6,
        true));
    nets.add(net(
        "attention",
        12,
        stem -> stem.addVertex("tokens", new Tokens(), "conv")
            .addLayer("norm", new LayerNorm(12, 1e-6), "tokens")
            .addLayer("qkv", new Dense(12, 36, true), "norm")
            .addLayer("heads", new SelfAttention(3), "qkv")
            .addLayer("layer", new TokenPool(TokenPool.Kind.MEAN), "heads"),
        12,
        false));
    nets.add(net(
        "pad shortcut",
        9,
        stem -> stem.addVertex("layer", new PadShortcut(2, 9), "conv"),
        6,
        true));
    nets.add(net(
        "channels first",
        6,
        stem -> stem.addVertex("nchw", new ChannelsFirst(), "conv")
            .addVertex("layer", new ChannelsLast(), "nchw"),
        6,
        true));
    return nets.stream();
  }

  private static Arguments layer(String name, int in, int out, Layer layer) {
    return net(name, out, stem -> stem.addLayer("layer", layer, "conv"), in, true);
  }

  private static Arguments net(
      String name, int out, Function<GraphBuilder, GraphBuilder> body, int in, boolean images) {
    Function<GraphBuilder, ComputationGraph> end = builder -> images
        ? TestNets.finish(builder, out, "layer")
        : TestNets.finishVector(builder, out, "layer");
    return Arguments.of(
        name, (Supplier<ComputationGraph>) () -> end.apply(body.apply(TestNets.stem(TYPE, in))));
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
  @MethodSource("nets")
  void backendsAgree(String name, Supplier<ComputationGraph> builder) {
    ComputationGraph fast = build("onednn", builder);
    ComputationGraph plain = build("nd4j", builder);
    fast.setParams(plain.params().add(Nd4j.rand(TYPE, plain.params().shape()).muli(0.3)));
    plain.setParams(fast.params());
    INDArray images = TestNets.images(TYPE, 6, 2, 8, 9);
    INDArray labels = TestNets.labels(TYPE, 6);

    assertClose("inference", fast.outputSingle(images), plain.outputSingle(images));
    Map<String, INDArray> fastOutputs = step(fast, images, labels);
    Map<String, INDArray> plainOutputs = step(plain, images, labels);
    plainOutputs.forEach((key, expected) -> assertClose(key, fastOutputs.get(key), expected));
    assertClose(
        "inference of another batch size",
        fast.outputSingle(images.get(NDArrayIndex.interval(0, 4))),
        plain.outputSingle(images).get(NDArrayIndex.interval(0, 4)));
  }

  private static ComputationGraph build(String backend, Supplier<ComputationGraph> builder) {
    System.setProperty("sevennets.layers", backend);
    return builder.get();
  }

  /** The gradient and the parameters (with the statistics moved) after a step. */
  private static Map<String, INDArray> step(
      ComputationGraph net, INDArray images, INDArray labels) {
    net.setInputs(images);
    net.setLabels(labels);
    net.computeGradientAndScore();
    Map<String, INDArray> results = new TreeMap<>();
    net.gradient()
        .gradientForVariable()
        .forEach((key, value) -> results.put("gradient of " + key, value.dup()));
    net.paramTable().forEach((key, value) -> results.put(key, value.dup()));
    return results;
  }

  private static void assertClose(String what, INDArray actual, INDArray expected) {
    // Before a batch norm a bias has no gradient but rounding errors: hence the least scale.
    double scale = Math.max(0.3, expected.amaxNumber().doubleValue());
    double difference = actual.sub(expected).amaxNumber().doubleValue();
    assertThat(difference / scale)
        .as("%s: greatest difference over greatest value", what)
        .isLessThan(1e-4);
  }
}
