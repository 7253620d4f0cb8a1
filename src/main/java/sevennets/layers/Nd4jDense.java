package sevennets.layers;

import org.nd4j.linalg.api.ndarray.INDArray;

/** {@link Dense} by libnd4j's matrix products. */
final class Nd4jDense implements Kernel {
  private final boolean bias;
  private final Fn fn;

  Nd4jDense(boolean bias, Fn fn) {
    this.bias = bias;
    this.fn = fn;
  }

  @Override
  public INDArray forward(INDArray[] inputs, Pass pass) {
    INDArray weight = pass.parameter(WeightAndBias.WEIGHT);
    INDArray output = pass.activation(inputs[0].size(0), weight.size(1));
    return Nd4jActivation.apply(fn, output.assign(linear(inputs[0], pass)));
  }

  private INDArray linear(INDArray x, Pass pass) {
    INDArray output = x.mmul(pass.parameter(WeightAndBias.WEIGHT));
    if (bias) {
      output.addiRowVector(pass.parameter(WeightAndBias.BIAS));
    }
    return output;
  }

  @Override
  public INDArray[] backward(
      INDArray[] inputs, INDArray output, INDArray outputGradient, Pass pass) {
    INDArray dy = fn.invertible()
        ? Nd4jActivation.before(fn, output, outputGradient)
        : Nd4jActivation.derivative(fn, linear(inputs[0], pass), output).muli(outputGradient);
    pass.parameterGradient(WeightAndBias.WEIGHT).assign(inputs[0].transpose().mmul(dy));
    if (bias) {
      pass.parameterGradient(WeightAndBias.BIAS).assign(dy.sum(true, 0));
    }
    INDArray dx = pass.gradient(inputs[0].shape());
    dx.assign(dy.mmul(pass.parameter(WeightAndBias.WEIGHT).transpose()));
    return new INDArray[] {dx};
  }
}
