package sevennets.kernels.nd4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import sevennets.kernels.Pass;

class AffineSamplingTest {
  private static final DataType TYPE = DataType.DOUBLE;

  /**
   * PyTorch 1.13: affine_grid and grid_sample, bilinear, zeros outside, align_corners=True; and
   * their gradients.
   */
  @Test
  void valuesAndGradientsArePyTorchs() {
    INDArray squares = Nd4j.linspace(1, 12, 12, TYPE).reshape(1, 3, 4, 1);
    INDArray image = squares.mul(squares).divi(10);
    INDArray map = Nd4j.create(new double[] {-0.3, 0.2, 0.1, -0.15, 0.25, -0.2}).reshape(1, 6);
    INDArray[] inputs = {image, map};
    AffineSampling kernel = new AffineSampling(2, 3);
    INDArray output = kernel.forward(inputs, pass());
    assertClose(output, 0.133, 0.31625, 0.472, 7.848, 11.39525, 13.6);
    INDArray dOutput = Nd4j.create(new double[] {1, -2, 3, 0.5, 2, -1}).reshape(1, 2, 3, 1);
    INDArray[] gradients = kernel.backward(inputs, output, dOutput, pass());
    assertClose(gradients[0], 0.49, -0.505, 0.335, 0.48, 0, 0, 0, -0.1, 0.04, 0.455, 1.805, -0.9);
    assertClose(gradients[1], 20.205, 26.775, 28.275, 0.255, -39.475, -34.315);
  }

  @Test
  void theIdentityLeavesTheImage() {
    INDArray images = Nd4j.rand(TYPE, 2, 5, 4, 3);
    INDArray output =
        new AffineSampling(5, 4).forward(new INDArray[] {images, Nd4j.zeros(TYPE, 2, 6)}, pass());
    assertThat(output.sub(images).amaxNumber().doubleValue()).isLessThan(1e-12);
  }

  private static void assertClose(INDArray actual, double... expected) {
    assertThat(actual.reshape(actual.length()).toDoubleVector())
        .containsExactly(expected, offset(1e-9));
  }

  private static Pass<INDArray> pass() {
    return new Pass<>() {
      @Override
      public boolean training() {
        return true;
      }

      @Override
      public boolean wantsInputGradient() {
        return true;
      }

      @Override
      public boolean frozen() {
        return false;
      }

      @Override
      public INDArray activation(long... shape) {
        return Nd4j.create(TYPE, shape);
      }

      @Override
      public INDArray gradient(long... shape) {
        return Nd4j.create(TYPE, shape);
      }

      @Override
      public INDArray scratch(long... shape) {
        return Nd4j.create(TYPE, shape);
      }

      @Override
      public INDArray parameter(String key) {
        throw new AssertionError("a sampler has no parameters");
      }

      @Override
      public INDArray parameterGradient(String key) {
        throw new AssertionError("a sampler has no parameters");
      }
    };
  }
}
