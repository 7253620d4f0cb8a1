package sevennets.kernels.nd4j;

import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;
import sevennets.kernels.Kernel;
import sevennets.kernels.Pass;

/**
 * A gate for each pixel by libnd4j's operations.
 *
 * <pre>{@code
 * Kernel<INDArray> gate = new Nd4jPixelGate();  // inputs: N x H x W x C and N x H x W x 1
 * }</pre>
 */
public final class Nd4jPixelGate implements Kernel<INDArray> {

  @Override
  public INDArray forward(INDArray[] inputs, Pass<INDArray> pass) {
    requireGate(inputs[0], inputs[1]);
    INDArray output = pass.activation(inputs[0].shape());
    Rows.of(output).assign(Rows.of(inputs[0]).mulColumnVector(Rows.of(inputs[1])));
    return output;
  }

  public static void requireGate(INDArray images, INDArray gate) {
    if (gate.rank() != 4
        || gate.size(3) != 1
        || gate.length() * images.size(3) != images.length()) {
      throw new IllegalArgumentException(
          "a gate must be N x H x W x 1 for images N x H x W x C; received %s for %s"
              .formatted(Arrays.toString(gate.shape()), Arrays.toString(images.shape())));
    }
  }

  @Override
  public INDArray[] backward(
      INDArray[] inputs, INDArray output, INDArray outputGradient, Pass<INDArray> pass) {
    INDArray dy = Rows.of(Rows.dense(outputGradient));
    INDArray dx = pass.gradient(inputs[0].shape());
    Rows.of(dx).assign(dy.mulColumnVector(Rows.of(inputs[1])));
    INDArray dGate = pass.gradient(inputs[1].shape());
    Rows.of(dGate).assign(dy.mul(Rows.of(inputs[0])).sum(true, 1));
    return new INDArray[] {dx, dGate};
  }
}
