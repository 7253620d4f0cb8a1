package sevennets.kernels.onednn;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import sevennets.kernels.Fn;
import sevennets.kernels.Kernel;
import sevennets.kernels.Keys;
import sevennets.kernels.Pass;
import sevennets.kernels.nd4j.Kept;
import sevennets.kernels.nd4j.Nd4jBatchNorm;
import sevennets.kernels.nd4j.Rows;

/** Batch norm by oneDNN: ReLU is fused both ways, another function follows in a pass of its own. */
final class OneDnnBatchNorm implements Kernel<INDArray> {
  private final double eps;
  private final double momentum;
  private final Fn fn;
  private final Elementwise function;
  private final ByShape<BatchNormPlan> training = new ByShape<>();
  private final ByShape<BatchNormPlan> inference = new ByShape<>();
  private INDArray mean;
  private INDArray variance;
  private INDArray preActivation;

  OneDnnBatchNorm(double eps, double momentum, Fn fn) {
    this.eps = eps;
    this.momentum = momentum;
    this.fn = fn;
    function = fn == Fn.IDENTITY || fn == Fn.RELU ? null : new Elementwise(fn);
  }

  @Override
  public INDArray forward(INDArray[] inputs, Pass<INDArray> pass) {
    INDArray x = Rows.dense(inputs[0]);
    INDArray output = pass.activation(x.shape());
    INDArray normalised = function != null && pass.training() && !fn.invertible()
        ? pass.activation(x.shape())
        : output;
    INDArray gamma = pass.parameter(Keys.GAMMA);
    INDArray beta = pass.parameter(Keys.BETA);
    INDArray runningMean = pass.parameter(Keys.MEAN);
    INDArray runningVariance = pass.parameter(Keys.VARIANCE);
    if (pass.training()) {
      mean = Kept.array(mean, DataType.FLOAT, x.size(-1));
      variance = Kept.array(variance, DataType.FLOAT, x.size(-1));
      plan(x, true).forward(x, gamma, beta, mean, variance, normalised);
      plan(x, true).moveStatistics(mean, runningMean, variance, runningVariance);
    } else {
      plan(x, false).forward(x, gamma, beta, runningMean, runningVariance, normalised);
    }
    if (function != null) {
      preActivation = normalised;
      function.forward(normalised, output);
    }
    return output;
  }

  private BatchNormPlan plan(INDArray x, boolean train) {
    return (train ? training : inference)
        .get(x.shape(), () -> BatchNormPlan.of(x.shape(), eps, momentum, fn == Fn.RELU, train));
  }

  @Override
  public INDArray[] backward(
      INDArray[] inputs, INDArray output, INDArray outputGradient, Pass<INDArray> pass) {
    if (!pass.training()) {
      return Nd4jBatchNorm.afterInference(eps, fn, pass)
          .backward(inputs, output, outputGradient, pass);
    }
    INDArray x = Rows.dense(inputs[0]);
    INDArray dy = Rows.dense(outputGradient);
    if (function != null) {
      INDArray before = pass.scratch(dy.shape());
      function.backward(fn.invertible() ? output : preActivation, dy, before);
      dy = before;
    }
    INDArray dx = pass.gradient(x.shape());
    plan(x, true)
        .backward(
            x,
            dy,
            pass.parameter(Keys.GAMMA),
            mean,
            variance,
            dx,
            pass.parameterGradient(Keys.GAMMA),
            pass.parameterGradient(Keys.BETA));
    OneDnn.clear(pass.parameterGradient(Keys.MEAN));
    OneDnn.clear(pass.parameterGradient(Keys.VARIANCE));
    return new INDArray[] {dx};
  }
}
