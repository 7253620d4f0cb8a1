package sevennets.kernels.nd4j;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;
import sevennets.kernels.Kernel;
import sevennets.kernels.Pass;

/**
 * The scaled tanh by libnd4j's operations; the derivative follows from the output.
 *
 * <pre>{@code
 * Kernel<INDArray> tanh = new Nd4jScaledTanh(1.7159, 2 / 3.0);  // LeNet-5's
 * }</pre>
 */
public final class Nd4jScaledTanh implements Kernel<INDArray> {
  private final double amplitude;
  private final double slope;

  public Nd4jScaledTanh(double amplitude, double slope) {
    this.amplitude = amplitude;
    this.slope = slope;
  }

  @Override
  public INDArray forward(INDArray[] inputs, Pass<INDArray> pass) {
    INDArray output = pass.activation(inputs[0].shape()).assign(inputs[0]).muli(slope);
    return Transforms.tanh(output, false).muli(amplitude);
  }

  @Override
  public INDArray[] backward(
      INDArray[] inputs, INDArray output, INDArray outputGradient, Pass<INDArray> pass) {
    INDArray dx = pass.gradient(output.shape()).assign(output);
    dx.muli(output).muli(-slope / amplitude).addi(slope * amplitude).muli(outputGradient);
    return new INDArray[] {dx};
  }
}
