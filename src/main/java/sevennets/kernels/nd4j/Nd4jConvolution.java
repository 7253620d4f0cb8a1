package sevennets.kernels.nd4j;

import org.nd4j.linalg.api.ndarray.INDArray;
import sevennets.kernels.Fn;
import sevennets.kernels.Kernel;
import sevennets.kernels.Keys;
import sevennets.kernels.Pass;
import sevennets.kernels.Window;

/**
 * A convolution by libnd4j's operations. On its cuDNN build the forward pass reaches cuDNN; the
 * backward passes would for {@code N x C x H x W} only, and go by im2col.
 *
 * <pre>{@code
 * Kernel<INDArray> depthwise =
 *     new Nd4jConvolution(Window.square(3, 1, 1), 32, false, Fn.IDENTITY);  // 32 groups
 * }</pre>
 */
public final class Nd4jConvolution implements Kernel<INDArray> {
  private final Window window;
  private final int groups;
  private final boolean bias;
  private final Fn fn;

  public Nd4jConvolution(Window window, int groups, boolean bias, Fn fn) {
    this.window = window;
    this.groups = groups;
    this.bias = bias;
    this.fn = fn;
  }

  @Override
  public INDArray forward(INDArray[] inputs, Pass<INDArray> pass) {
    INDArray x = inputs[0];
    INDArray output = pass.activation(
        window.outputShape(x.shape(), pass.parameter(Keys.WEIGHT).size(0)));
    return Nd4jActivation.apply(fn, convolve(x, output, pass));
  }

  private INDArray convolve(INDArray x, INDArray output, Pass<INDArray> pass) {
    correlation(x).forward(x, pass.parameter(Keys.WEIGHT), output);
    if (bias) {
      Rows.of(output).addiRowVector(pass.parameter(Keys.BIAS));
    }
    return output;
  }

  private Nd4jCorrelation correlation(INDArray x) {
    return Nd4jCorrelation.of(window, x.size(3), groups);
  }

  @Override
  public INDArray[] backward(
      INDArray[] inputs, INDArray output, INDArray outputGradient, Pass<INDArray> pass) {
    INDArray x = inputs[0];
    INDArray dy = fn.invertible()
        ? Nd4jActivation.before(fn, output, outputGradient)
        : Nd4jActivation.derivative(fn, convolve(x, output.ulike(), pass), output)
            .muli(outputGradient);
    INDArray dx = pass.wantsInputGradient() ? pass.gradient(x.shape()) : x.ulike();
    correlation(x)
        .backward(x, pass.parameter(Keys.WEIGHT), dy, dx, pass.parameterGradient(Keys.WEIGHT));
    if (bias) {
      pass.parameterGradient(Keys.BIAS).assign(Rows.of(dy).sum(true, 0));
    }
    return new INDArray[] {pass.wantsInputGradient() ? dx : null};
  }
}
