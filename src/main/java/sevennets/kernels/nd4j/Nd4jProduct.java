package sevennets.kernels.nd4j;

import org.nd4j.linalg.api.ndarray.INDArray;
import sevennets.kernels.Kernel;
import sevennets.kernels.Pass;

/** The product of two arrays of one shape. */
final class Nd4jProduct implements Kernel<INDArray> {

  @Override
  public INDArray forward(INDArray[] inputs, Pass<INDArray> pass) {
    Nd4jAdd.requireOneShape(inputs);
    return inputs[0].mul(inputs[1], pass.activation(inputs[0].shape()));
  }

  @Override
  public INDArray[] backward(
      INDArray[] inputs, INDArray output, INDArray outputGradient, Pass<INDArray> pass) {
    return new INDArray[] {
      outputGradient.mul(inputs[1], pass.gradient(output.shape())),
      outputGradient.mul(inputs[0], pass.gradient(output.shape()))
    };
  }
}
