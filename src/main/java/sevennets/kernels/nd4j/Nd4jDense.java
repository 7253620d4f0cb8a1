package sevennets.kernels.nd4j;

import org.nd4j.linalg.api.ndarray.INDArray;
import sevennets.kernels.Fn;
import sevennets.kernels.Kernel;
import sevennets.kernels.Keys;
import sevennets.kernels.Pass;

/** A fully connected layer by libnd4j's matrix products. */
final class Nd4jDense implements Kernel<INDArray> {
  private final boolean bias;
  private final Fn fn;

  Nd4jDense(boolean bias, Fn fn) {
    this.bias = bias;
    this.fn = fn;
  }

  @Override
  public INDArray forward(INDArray[] inputs, Pass<INDArray> pass) {
    INDArray weight = pass.parameter(Keys.WEIGHT);
    INDArray output = pass.activation(inputs[0].size(0), weight.size(1));
    return Nd4jActivation.apply(fn, output.assign(linear(inputs[0], pass)));
  }

  private INDArray linear(INDArray x, Pass<INDArray> pass) {
    INDArray output = x.mmul(pass.parameter(Keys.WEIGHT));
    if (bias) {
      output.addiRowVector(pass.parameter(Keys.BIAS));
    }
    return output;
  }

  @Override
  public INDArray[] backward(
      INDArray[] inputs, INDArray output, INDArray outputGradient, Pass<INDArray> pass) {
    INDArray dy = fn.invertible()
        ? Nd4jActivation.before(fn, output, outputGradient)
        : Nd4jActivation.derivative(fn, linear(inputs[0], pass), output).muli(outputGradient);
    pass.parameterGradient(Keys.WEIGHT).assign(inputs[0].transpose().mmul(dy));
    if (bias) {
      pass.parameterGradient(Keys.BIAS).assign(dy.sum(true, 0));
    }
    INDArray dx = pass.gradient(inputs[0].shape());
    dx.assign(dy.mmul(pass.parameter(Keys.WEIGHT).transpose()));
    return new INDArray[] {dx};
  }
}
