package sevennets.layers;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

/** {@link ScaledTanh} by libnd4j's operations; the derivative follows from the output. */
final class Nd4jScaledTanh implements Kernel {
  private final double amplitude;
  private final double slope;

  Nd4jScaledTanh(double amplitude, double slope) {
    this.amplitude = amplitude;
    this.slope = slope;
  }

  @Override
  public INDArray forward(INDArray[] inputs, Pass pass) {
    INDArray output = pass.activation(inputs[0].shape()).assign(inputs[0]).muli(slope);
    return Transforms.tanh(output, false).muli(amplitude);
  }

  @Override
  public INDArray[] backward(
      INDArray[] inputs, INDArray output, INDArray outputGradient, Pass pass) {
    INDArray dx = pass.gradient(output.shape()).assign(output);
    dx.muli(output).muli(-slope / amplitude).addi(slope * amplitude).muli(outputGradient);
    return new INDArray[] {dx};
  }
}
