package sevennets.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The layers that LeNet-5 was published with: their gradients, and what they compute. */
@ExtendWith(InDoubles.class)
class LeNetLayersTest {
  private static final DataType TYPE = DataType.DOUBLE;

  @Test
  void selectedChannelsAgreeWithFiniteDifferences() {
    GradientTest.check(
        TestNets.finish(TestNets.with(TYPE, 5, new SelectChannels(3, 0, 4), "conv"), 3, "layer"));
  }

  @Test
  void channelAffineAgreesWithFiniteDifferences() {
    ComputationGraph net =
        TestNets.finish(TestNets.with(TYPE, 4, new ChannelAffine(4)), 4, "layer");
    net.getParam("layer_gamma").assign(Nd4j.create(new double[] {0.5, -1.2, 2, 1}));
    net.getParam("layer_beta").assign(Nd4j.create(new double[] {0.3, 0.1, -0.2, 0.4}));
    GradientTest.check(net);
  }

  @Test
  void scaledTanhAgreesWithFiniteDifferences() {
    GradientTest.check(
        TestNets.finish(TestNets.with(TYPE, 4, new ScaledTanh(1.7159, 2.0 / 3)), 4, "layer"));
  }

  @Test
  void radialBasisAgreesWithFiniteDifferences() {
    double[][] centres = {{1, -1, 1, -1}, {-1, -1, 0.5, 1}, {0.2, 0, 0, 1}};
    GradientTest.check(TestNets.finishVector(
        TestNets.stem(TYPE, 4)
            .addLayer("pool", new GlobalPool(Pool.Kind.AVG), "conv")
            .addLayer("layer", new RadialBasis(centres), "pool"),
        3,
        "layer"));
  }

  @Test
  void scaledTanhOfOneIsOne() {
    ComputationGraph net =
        TestNets.finish(TestNets.with(TYPE, 4, new ScaledTanh(1.7159, 2.0 / 3)), 4, "layer");
    net.getParam("conv_W").assign(0);
    net.getParam("conv_b").assign(Nd4j.create(new double[] {1, -1, 0, 100}));
    INDArray output = net.feedForward(Nd4j.rand(TYPE, 1, 2, 3, 3), false).get("layer");
    assertThat(output.getDouble(0, 1, 1, 0)).isCloseTo(1, offset(1e-4));
    assertThat(output.getDouble(0, 1, 1, 1)).isCloseTo(-1, offset(1e-4));
    assertThat(output.getDouble(0, 1, 1, 2)).isZero();
    assertThat(output.getDouble(0, 1, 1, 3)).isCloseTo(1.7159, offset(1e-9));
  }

  @Test
  void radialBasisIsLessTheSquaredDistance() {
    double[][] centres = {{1, -1}, {0, 2}};
    ComputationGraph net = TestNets.finishVector(
        TestNets.stem(TYPE, 2)
            .addLayer("pool", new GlobalPool(Pool.Kind.AVG), "conv")
            .addLayer("layer", new RadialBasis(centres), "pool"),
        2,
        "layer");
    net.getParam("conv_W").assign(0);
    net.getParam("conv_b").assign(Nd4j.create(new double[] {3, 1}));
    INDArray output = net.feedForward(Nd4j.rand(TYPE, 1, 2, 3, 3), false).get("layer");
    assertThat(output.toDoubleVector()).containsExactly(new double[] {-8, -10}, offset(1e-12));
  }
}
