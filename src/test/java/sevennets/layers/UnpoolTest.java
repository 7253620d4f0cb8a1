package sevennets.layers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Unpooling, on both backends, and the distance that a reconstruction is judged by. */
class UnpoolTest {
  private static final int[] TWO = {2, 2};
  private static final Pool POOL = new Pool(Pool.Kind.MAX, TWO, TWO, new int[] {0, 0}, false, true);

  @BeforeEach
  void seed() {
    Nd4j.getRandom().setSeed(11);
  }

  @AfterEach
  void choose() {
    System.clearProperty("sevennets.layers");
    Nd4j.setDefaultDataTypes(DataType.FLOAT, DataType.FLOAT);
  }

  @ParameterizedTest
  @CsvSource({
    "onednn, true, 0 9 0 0 0 0 8 0",
    "nd4j, true, 0 9 0 0 0 0 8 0",
    "onednn, false, 9 9 8 8 9 9 8 8",
    "nd4j, false, 9 9 8 8 9 9 8 8"
  })
  void aMaximumGoesBackToItsPlaceOrToItsWholeWindow(
      String backend, boolean where, String expected) {
    System.setProperty("sevennets.layers", backend);
    INDArray image = Nd4j.createFromArray(1f, 9, 3, 4, 5, 6, 8, 7).reshape(1, 1, 2, 4);
    GraphBuilder builder = TestNets.builder(DataType.FLOAT)
        .addLayer("pool", POOL, "nhwc")
        .addVertex("unpool", new Unpool(2, where), "pool", "nhwc");
    INDArray output =
        TestNets.finish(builder, 1, "unpool").feedForward(image, false).get("unpool");
    assertThat(output.reshape(8).toIntVector())
        .containsExactly(
            Arrays.stream(expected.split(" ")).mapToInt(Integer::parseInt).toArray());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void unpoolingAgreesWithFiniteDifferences(boolean where) {
    Nd4j.setDefaultDataTypes(DataType.DOUBLE, DataType.DOUBLE);
    Conv2d even = new Conv2d(2, 4, new int[] {2, 1}, new int[] {1, 1}, new int[] {0, 0}, 1, true);
    GraphBuilder builder = TestNets.builder(DataType.DOUBLE)
        .addLayer("conv", even, "nhwc")
        .addLayer("pool", POOL, "conv")
        .addLayer("tanh", new Activation(Fn.TANH), "pool")
        .addVertex("unpool", new Unpool(2, where), "tanh", "conv")
        .addLayer("squashed", new Activation(Fn.TANH), "unpool");
    GradientTest.check(TestNets.finish(builder, 4, "squashed"));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  void aDistanceAndItsPenaltyAgreeWithFiniteDifferences(int channels) {
    Nd4j.setDefaultDataTypes(DataType.DOUBLE, DataType.DOUBLE);
    Conv2d other = new Conv2d(
        channels, channels, new int[] {1, 1}, new int[] {1, 1}, new int[] {0, 0}, 1, true);
    GraphBuilder builder = TestNets.stem(DataType.DOUBLE, channels)
        .addLayer("other", other, "conv")
        .addVertex("distance", new SquaredDistance(), "other", "conv");
    GradientTest.check(penalised(builder));
  }

  @Test
  void aPenaltyIsTheMeanOfItsValuesTimesItsWeight() {
    GraphBuilder builder = TestNets.builder(DataType.FLOAT)
        .addLayer("zero", new Activation(Fn.RELU), "nhwc")
        .addVertex("distance", new SquaredDistance(), "zero", "nhwc");
    ComputationGraph net = penalised(builder);
    net.setInputs(Nd4j.createFromArray(-1f, -2, -3, 4, 5, 6, -1, -1).reshape(2, 2, 2, 1));
    net.setLabels(TestNets.labels(DataType.FLOAT, 2));
    net.computeGradientAndScore();
    assertThat(net.score()).isEqualTo(0.5 * ((1 + 4 + 9) / 4.0 + (1 + 1) / 4.0) / 2);
  }

  private static ComputationGraph penalised(GraphBuilder builder) {
    builder.addLayer(
        "loss",
        new LossLayer.Builder(new Penalty(0.5))
            .activation(org.nd4j.linalg.activations.Activation.IDENTITY)
            .build(),
        "distance");
    ComputationGraph net = new ComputationGraph(builder.setOutputs("loss").build());
    net.init();
    return net;
  }
}
