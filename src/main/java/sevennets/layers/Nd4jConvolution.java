package sevennets.layers;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * {@link Conv2d} by libnd4j's operations. On its cuDNN build the forward pass reaches cuDNN; the
 * backward passes would for {@code N x C x H x W} only, and go by im2col.
 */
final class Nd4jConvolution implements Kernel {
  private final Window window;
  private final int groups;
  private final boolean bias;
  private final Fn fn;

  Nd4jConvolution(Window window, int groups, boolean bias, Fn fn) {
    this.window = window;
    this.groups = groups;
    this.bias = bias;
    this.fn = fn;
  }

  @Override
  public INDArray forward(INDArray[] inputs, Pass pass) {
    INDArray x = inputs[0];
    INDArray output = pass.activation(
        window.outputShape(x.shape(), pass.parameter(WeightAndBias.WEIGHT).size(0)));
    return Nd4jActivation.apply(fn, convolve(x, output, pass));
  }

  private INDArray convolve(INDArray x, INDArray output, Pass pass) {
    correlation(x).forward(x, pass.parameter(WeightAndBias.WEIGHT), output);
    if (bias) {
      Rows.of(output).addiRowVector(pass.parameter(WeightAndBias.BIAS));
    }
    return output;
  }

  private Nd4jCorrelation correlation(INDArray x) {
    return Nd4jCorrelation.of(window, x.size(3), groups);
  }

  @Override
  public INDArray[] backward(
      INDArray[] inputs, INDArray output, INDArray outputGradient, Pass pass) {
    INDArray x = inputs[0];
    INDArray dy = fn.invertible()
        ? Nd4jActivation.before(fn, output, outputGradient)
        : Nd4jActivation.derivative(fn, convolve(x, output.ulike(), pass), output)
            .muli(outputGradient);
    INDArray dx = pass.wantsInputGradient() ? pass.gradient(x.shape()) : x.ulike();
    correlation(x)
        .backward(
            x,
            pass.parameter(WeightAndBias.WEIGHT),
            dy,
            dx,
            pass.parameterGradient(WeightAndBias.WEIGHT));
    if (bias) {
      pass.parameterGradient(WeightAndBias.BIAS).assign(Rows.of(dy).sum(true, 0));
    }
    return new INDArray[] {pass.wantsInputGradient() ? dx : null};
  }
}
