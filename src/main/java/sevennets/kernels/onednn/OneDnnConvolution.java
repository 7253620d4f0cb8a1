package sevennets.kernels.onednn;

import org.nd4j.linalg.api.ndarray.INDArray;
import sevennets.kernels.Fn;
import sevennets.kernels.Kernel;
import sevennets.kernels.Keys;
import sevennets.kernels.Pass;
import sevennets.kernels.Window;
import sevennets.kernels.nd4j.Nd4jConvolution;
import sevennets.kernels.nd4j.Rows;

/** A convolution by oneDNN. */
final class OneDnnConvolution implements Kernel<INDArray> {
  private final Window window;
  private final int groups;
  private final boolean bias;
  private final Fn fn;
  private final Elementwise function;
  private final ByShape<ConvolutionPlan> training = new ByShape<>();
  private final ByShape<ConvolutionPlan> inference = new ByShape<>();
  private INDArray preActivation;

  OneDnnConvolution(Window window, int groups, boolean bias, Fn fn) {
    this.window = window;
    this.groups = groups;
    this.bias = bias;
    this.fn = fn;
    function = fn == Fn.IDENTITY ? null : new Elementwise(fn);
  }

  @Override
  public INDArray forward(INDArray[] inputs, Pass<INDArray> pass) {
    INDArray x = Rows.dense(inputs[0]);
    INDArray weight = Rows.dense(pass.parameter(Keys.WEIGHT));
    INDArray output = pass.activation(window.outputShape(x.shape(), weight.size(0)));
    boolean separately = keepsPreActivation(pass);
    INDArray convolved = separately ? pass.activation(output.shape()) : output;
    plan(x, weight, pass.training())
        .forward(
            x,
            weight,
            bias ? pass.parameter(Keys.BIAS) : null,
            convolved,
            pass.frozen() && !pass.training());
    if (separately) {
      preActivation = convolved;
      function.forward(convolved, output);
    }
    return output;
  }

  private boolean keepsPreActivation(Pass<INDArray> pass) {
    return pass.training() && !fn.invertible();
  }

  private ConvolutionPlan plan(INDArray x, INDArray weight, boolean train) {
    Fn fused = train && !fn.invertible() ? Fn.IDENTITY : fn;
    return (train ? training : inference)
        .get(
            x.shape(),
            () ->
                new ConvolutionPlan(window, groups, bias, fused, x.shape(), weight.shape(), train));
  }

  /**
   * After inference too, by the training plan; only what inference did not keep is left to libnd4j.
   */
  @Override
  public INDArray[] backward(
      INDArray[] inputs, INDArray output, INDArray outputGradient, Pass<INDArray> pass) {
    if (!pass.training() && !fn.invertible()) {
      return new Nd4jConvolution(window, groups, bias, fn)
          .backward(inputs, output, outputGradient, pass);
    }
    INDArray x = Rows.dense(inputs[0]);
    INDArray dy = Rows.dense(outputGradient);
    if (function != null) {
      INDArray before = pass.scratch(dy.shape());
      function.backward(fn.invertible() ? output : preActivation, dy, before);
      dy = before;
    }
    INDArray weight = Rows.dense(pass.parameter(Keys.WEIGHT));
    ConvolutionPlan plan = plan(x, weight, true);
    plan.backwardWeights(
        x,
        dy,
        pass.parameterGradient(Keys.WEIGHT),
        bias ? pass.parameterGradient(Keys.BIAS) : null,
        pass);
    if (!pass.wantsInputGradient()) {
      return new INDArray[1];
    }
    INDArray dx = pass.gradient(x.shape());
    plan.backwardData(dy, weight, dx);
    return new INDArray[] {dx};
  }
}
