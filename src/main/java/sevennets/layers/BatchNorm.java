package sevennets.layers;

import java.util.List;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.weights.WeightInitXavier;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Batch normalisation over all but the last axis, with a fused {@link Fn}. Ioffe and Szegedy 2015,
 * arXiv:1502.03167.
 *
 * <p>Parameters, each {@code [1, n]}: "gamma", "beta" (learned), "mean", "var" (running
 * statistics). A training pass normalises by the batch's own mean and biased variance and itself
 * moves the statistics, {@code running = (1 - momentum) running + momentum batch}, with the
 * unbiased variance, as PyTorch does; their gradient is zero. Note that Deeplearning4j's own layer
 * calls {@code 1 - momentum} its decay.
 */
public final class BatchNorm extends FastLayer {
  @JsonProperty
  private double eps;

  @JsonProperty
  private double momentum;

  @JsonProperty
  private Fn fn;

  private BatchNorm() {}

  /**
   * @param eps added to the variance
   * @param momentum the batch's weight in the running statistics, in [0, 1]; PyTorch's default is
   *     0.1
   * @throws IllegalArgumentException where a value is out of its range
   */
  public BatchNorm(long n, double eps, double momentum, Fn fn) {
    if (n < 1 || eps < 0 || momentum < 0 || momentum > 1) {
      throw new IllegalArgumentException(
          "BatchNorm: n must be positive, eps at least 0, momentum in [0, 1]; received n=%d, eps=%s, momentum=%s"
              .formatted(n, eps, momentum));
    }
    setNIn(n);
    setNOut(n);
    this.eps = eps;
    this.momentum = momentum;
    this.fn = fn;
    setWeightInitFn(new WeightInitXavier());
    setActivationFn(new ActivationIdentity());
  }

  public double eps() {
    return eps;
  }

  public Fn fn() {
    return fn;
  }

  @Override
  Kernel kernel(DataType type) {
    return Backend.callsOneDnn(type)
        ? new OneDnnBatchNorm(eps, momentum, fn)
        : new Nd4jBatchNorm(eps, momentum, fn);
  }

  @Override
  public Layer stock() {
    BatchNormalization stock = new BatchNormalization();
    stock.setNIn(getNIn());
    stock.setNOut(getNOut());
    stock.setEps(eps);
    stock.setDecay(1 - momentum);
    stock.setUseLogStd(false);
    stock.setGamma(1);
    stock.setBeta(0);
    stock.setMinibatch(true);
    stock.setCnn2DFormat(CNN2DFormat.NHWC);
    stock.setActivationFn(new ActivationIdentity());
    return stock;
  }

  /** Deeplearning4j's batch norm passes over the activation function it is given. */
  @Override
  public Layer stockActivation() {
    return StockActivation.layer(fn);
  }

  @Override
  public ParamInitializer initializer() {
    return ChannelParameters.BATCH_NORM;
  }

  @Override
  Object settings() {
    return List.of(eps, momentum, fn);
  }
}
