package sevennets.layers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Path;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A net of every layer survives saving, loading and copying. */
class SavedNetTest {
  private final ComputationGraph net = netOfEveryLayer();
  private final INDArray images = TestNets.images(DataType.FLOAT, 4, 2, 8, 8);

  private static ComputationGraph netOfEveryLayer() {
    int[] one = {1, 1};
    int[] three = {3, 3};
    GraphBuilder builder = TestNets.stem(DataType.FLOAT, 4)
        .addLayer("bn", new BatchNorm(4, 1e-5, 0.1, Fn.RELU), "conv")
        .addLayer("lrn", Lrn.torch(5, 1, 1e-4, 0.75), "bn")
        .addLayer("silu", new Activation(Fn.SILU), "lrn")
        .addLayer("pool", new Pool(Pool.Kind.MAX, three, one, one, true, false), "silu")
        .addLayer("average", new Pool(Pool.Kind.AVG, three, one, one, false, false), "pool")
        .addLayer("depthwise", new Conv2d(4, 4, three, one, one, 4, false).fn(Fn.RELU), "average")
        .addVertex("depth", new StochasticDepth(0.1), "depthwise")
        .addVertex("add", new Add(Fn.RELU), "depth", "bn")
        .addVertex("pad", new PadShortcut(1, 6), "add")
        .addVertex("concat", new Concat(), "pad", "bn")
        .addVertex("nchw", new ChannelsFirst(), "concat")
        .addVertex("again", new ChannelsLast(), "nchw")
        .addLayer("squeeze", new GlobalPool(Pool.Kind.MAX), "again")
        .addLayer("excite", new Dense(10, 10, true).fn(Fn.SIGMOID), "squeeze")
        .addVertex("scale", new ChannelGate(), "again", "excite")
        .addVertex("flatten", new FlattenChw(), "scale")
        .addLayer("drop", new Dropout(0.5), "flatten");
    return TestNets.finishVector(builder, 10 * 8 * 8, "drop");
  }

  @Test
  void loadedNetComputesTheSame(@TempDir Path folder) throws Exception {
    net.fit(new INDArray[] {images}, new INDArray[] {TestNets.labels(DataType.FLOAT, 4)});
    File file = folder.resolve("net.zip").toFile();
    ModelSerializer.writeModel(net, file, true);

    ComputationGraph loaded = ModelSerializer.restoreComputationGraph(file);

    assertThat(loaded.outputSingle(images)).isEqualTo(net.outputSingle(images));
    assertThat(loaded.getConfiguration()).isEqualTo(net.getConfiguration());
    assertThat(loaded.getConfiguration().hashCode())
        .isEqualTo(net.getConfiguration().hashCode());
  }

  @Test
  void copyComputesTheSame() {
    assertThat(net.clone().outputSingle(images)).isEqualTo(net.outputSingle(images));
  }

  @Test
  void layersOfOtherSettingsDiffer() {
    assertThat(new BatchNorm(4, 1e-5, 0.1, Fn.RELU))
        .isNotEqualTo(new BatchNorm(4, 1e-5, 0.1, Fn.IDENTITY));
    assertThat(new Add(Fn.RELU)).isNotEqualTo(new Add(Fn.IDENTITY)).isEqualTo(new Add(Fn.RELU));
  }

  @Test
  void trainingPassMovesTheRunningStatistics() {
    INDArray mean = net.getParam("bn_mean").dup();
    INDArray batchMean =
        net.feedForward(images, false).get("conv").mean(0, 1, 2).reshape(1, 4);
    assertThat(net.getParam("bn_mean")).isEqualTo(mean);
    net.fit(new INDArray[] {images}, new INDArray[] {TestNets.labels(DataType.FLOAT, 4)});
    assertThat(net.getParam("bn_mean").equalsWithEps(mean.mul(0.9).add(batchMean.mul(0.1)), 1e-6))
        .isTrue();
  }
}
