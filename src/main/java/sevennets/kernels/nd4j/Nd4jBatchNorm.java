package sevennets.kernels.nd4j;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;
import sevennets.kernels.Fn;
import sevennets.kernels.Kernel;
import sevennets.kernels.Keys;
import sevennets.kernels.Pass;

/**
 * Batch norm by libnd4j's operations.
 *
 * <pre>{@code
 * Kernel<INDArray> norm = new Nd4jBatchNorm(1e-5, 0.1, Fn.RELU);
 * }</pre>
 */
public final class Nd4jBatchNorm implements Kernel<INDArray> {
  private final double eps;
  private final double momentum;
  private final Fn fn;
  private INDArray mean;
  private INDArray deviation;

  public Nd4jBatchNorm(double eps, double momentum, Fn fn) {
    this.eps = eps;
    this.momentum = momentum;
    this.fn = fn;
  }

  /** A kernel as it is after an inference pass with the statistics that {@code pass} lends. */
  public static Nd4jBatchNorm afterInference(double eps, Fn fn, Pass<INDArray> pass) {
    Nd4jBatchNorm kernel = new Nd4jBatchNorm(eps, 0, fn);
    kernel.keep(pass.parameter(Keys.MEAN), pass.parameter(Keys.VARIANCE));
    return kernel;
  }

  @Override
  public INDArray forward(INDArray[] inputs, Pass<INDArray> pass) {
    INDArray x = Rows.of(inputs[0]);
    INDArray output = pass.activation(inputs[0].shape());
    INDArray runningMean = pass.parameter(Keys.MEAN);
    INDArray runningVariance = pass.parameter(Keys.VARIANCE);
    if (pass.training()) {
      INDArray batchMean = x.mean(true, 0);
      INDArray centred = x.subRowVector(batchMean);
      INDArray batchVariance = centred.muli(centred).mean(true, 0);
      keep(batchMean, batchVariance);
      move(runningMean, batchMean, 1);
      move(runningVariance, batchVariance, x.rows() / Math.max(1.0, x.rows() - 1.0));
    } else {
      keep(runningMean, runningVariance);
    }
    Rows.of(output).assign(linear(x, pass));
    return Nd4jActivation.apply(fn, output);
  }

  private void keep(INDArray mean, INDArray variance) {
    this.mean = Kept.copyOf(mean, this.mean);
    deviation = Kept.copyOf(Transforms.sqrt(variance.add(eps), false), deviation);
  }

  private void move(INDArray running, INDArray batch, double scale) {
    running.muli(1 - momentum).addi(batch.mul(momentum * scale));
  }

  private INDArray normalised(INDArray x) {
    return x.subRowVector(mean).diviRowVector(deviation);
  }

  private INDArray linear(INDArray x, Pass<INDArray> pass) {
    return normalised(x)
        .muliRowVector(pass.parameter(Keys.GAMMA))
        .addiRowVector(pass.parameter(Keys.BETA));
  }

  @Override
  public INDArray[] backward(
      INDArray[] inputs, INDArray output, INDArray outputGradient, Pass<INDArray> pass) {
    INDArray x = Rows.of(inputs[0]);
    INDArray y = Rows.of(output);
    INDArray dy = Nd4jActivation.derivative(fn, fn.invertible() ? null : linear(x, pass), y)
        .muli(Rows.of(outputGradient));
    INDArray normalised = normalised(x);
    INDArray dBeta = dy.sum(true, 0);
    INDArray dGamma = dy.mul(normalised).sum(true, 0);
    pass.parameterGradient(Keys.GAMMA).assign(dGamma);
    pass.parameterGradient(Keys.BETA).assign(dBeta);
    pass.parameterGradient(Keys.MEAN).assign(0);
    pass.parameterGradient(Keys.VARIANCE).assign(0);
    INDArray dx = pass.gradient(inputs[0].shape());
    Rows.of(dx).assign(inputGradient(dy, normalised, dGamma, dBeta, pass));
    return new INDArray[] {dx};
  }

  /**
   * Ioffe and Szegedy 2015, section 3; in inference the statistics are constants, and the layer is
   * linear.
   */
  private INDArray inputGradient(
      INDArray dy, INDArray normalised, INDArray dGamma, INDArray dBeta, Pass<INDArray> pass) {
    if (pass.training()) {
      dy.subiRowVector(dBeta.div(dy.rows())).subi(normalised.muliRowVector(dGamma.div(dy.rows())));
    }
    return dy.muliRowVector(pass.parameter(Keys.GAMMA).div(deviation));
  }
}
