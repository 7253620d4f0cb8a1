package sevennets.kernels.nd4j;

import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;
import sevennets.kernels.Kernel;
import sevennets.kernels.Pass;

/**
 * A gate for each channel by libnd4j's operations.
 *
 * <pre>{@code
 * Kernel<INDArray> gate = new Nd4jChannelGate();  // inputs: N x H x W x C and N x C
 * }</pre>
 */
public final class Nd4jChannelGate implements Kernel<INDArray> {

  @Override
  public INDArray forward(INDArray[] inputs, Pass<INDArray> pass) {
    requireGate(inputs[0], inputs[1]);
    return inputs[0].mul(overPixels(inputs[1]), pass.activation(inputs[0].shape()));
  }

  public static void requireGate(INDArray images, INDArray gate) {
    if (gate.rank() != 2 || gate.size(0) != images.size(0) || gate.size(1) != images.size(-1)) {
      throw new IllegalArgumentException(
          "a gate must be N x C for images N x H x W x C; received %s for %s"
              .formatted(Arrays.toString(gate.shape()), Arrays.toString(images.shape())));
    }
  }

  @Override
  public INDArray[] backward(
      INDArray[] inputs, INDArray output, INDArray outputGradient, Pass<INDArray> pass) {
    INDArray dx = pass.gradient(inputs[0].shape());
    outputGradient.mul(overPixels(inputs[1]), dx);
    INDArray dGate = pass.gradient(inputs[1].shape());
    dGate.assign(outputGradient.mul(inputs[0]).sum(1, 2));
    return new INDArray[] {dx, dGate};
  }

  private static INDArray overPixels(INDArray gate) {
    return gate.reshape('c', gate.size(0), 1, 1, gate.size(1));
  }
}
