package sevennets.layers;

import org.nd4j.linalg.api.ndarray.INDArray;

/** {@link Conv2d} by oneDNN. */
final class OneDnnConvolution implements Kernel {
  private final Window window;
  private final int groups;
  private final boolean bias;
  private final Fn fn;
  private final boolean frozen;
  private final Elementwise function;
  private final ByShape<ConvolutionPlan> training = new ByShape<>();
  private final ByShape<ConvolutionPlan> inference = new ByShape<>();
  private INDArray preActivation;

  OneDnnConvolution(Window window, int groups, boolean bias, Fn fn, boolean frozen) {
    this.window = window;
    this.groups = groups;
    this.bias = bias;
    this.fn = fn;
    this.frozen = frozen;
    function = fn == Fn.IDENTITY ? null : new Elementwise(fn);
  }

  @Override
  public INDArray forward(INDArray[] inputs, Pass pass) {
    INDArray x = OneDnn.dense(inputs[0]);
    INDArray weight = OneDnn.dense(pass.parameter(WeightAndBias.WEIGHT));
    INDArray output = pass.activation(window.outputShape(x.shape(), weight.size(0)));
    boolean separately = keepsPreActivation(pass);
    INDArray convolved = separately ? pass.activation(output.shape()) : output;
    plan(x, weight, pass.training())
        .forward(x, weight, bias ? pass.parameter(WeightAndBias.BIAS) : null, convolved);
    if (separately) {
      preActivation = convolved;
      function.forward(convolved, output);
    }
    return output;
  }

  private boolean keepsPreActivation(Pass pass) {
    return pass.training() && !fn.invertible();
  }

  private ConvolutionPlan plan(INDArray x, INDArray weight, boolean train) {
    Fn fused = train && !fn.invertible() ? Fn.IDENTITY : fn;
    return (train ? training : inference)
        .get(
            x.shape(),
            () -> new ConvolutionPlan(
                window, groups, bias, fused, x.shape(), weight.shape(), train, frozen));
  }

  /**
   * After inference too, by the training plan; only what inference did not keep is left to libnd4j.
   */
  @Override
  public INDArray[] backward(
      INDArray[] inputs, INDArray output, INDArray outputGradient, Pass pass) {
    if (!pass.training() && !fn.invertible()) {
      return new Nd4jConvolution(window, groups, bias, fn)
          .backward(inputs, output, outputGradient, pass);
    }
    INDArray x = OneDnn.dense(inputs[0]);
    INDArray dy = OneDnn.dense(outputGradient);
    if (function != null) {
      INDArray before = pass.scratch(dy.shape());
      function.backward(fn.invertible() ? output : preActivation, dy, before);
      dy = before;
    }
    INDArray weight = OneDnn.dense(pass.parameter(WeightAndBias.WEIGHT));
    ConvolutionPlan plan = plan(x, weight, true);
    plan.backwardWeights(
        x,
        dy,
        pass.parameterGradient(WeightAndBias.WEIGHT),
        bias ? pass.parameterGradient(WeightAndBias.BIAS) : null,
        pass);
    if (!pass.wantsInputGradient()) {
      return new INDArray[1];
    }
    INDArray dx = pass.gradient(x.shape());
    plan.backwardData(dy, weight, dx);
    return new INDArray[] {dx};
  }
}
