package sevennets.layers;

import java.util.List;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.weights.WeightInitXavier;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Layer normalisation over the last axis: each vector or token by its own mean and variance, the
 * same in training and inference. Ba, Kiros and Hinton 2016, arXiv:1607.06450. Parameters, each
 * {@code [1, n]}: "gamma", "beta".
 */
public final class LayerNorm extends FastLayer {
  @JsonProperty
  private double eps;

  private LayerNorm() {}

  /**
   * @param eps added to the variance
   * @throws IllegalArgumentException where a value is out of its range
   */
  public LayerNorm(long n, double eps) {
    if (n < 1 || eps < 0) {
      throw new IllegalArgumentException(
          "LayerNorm: n must be positive, eps at least 0; received n=%d, eps=%s".formatted(n, eps));
    }
    setNIn(n);
    setNOut(n);
    this.eps = eps;
    setWeightInitFn(new WeightInitXavier());
    setActivationFn(new ActivationIdentity());
  }

  @Override
  Kernel kernel(DataType type) {
    return Backend.callsOneDnn(type) ? new OneDnnLayerNorm(eps) : new Nd4jLayerNorm(eps);
  }

  @Override
  public ParamInitializer initializer() {
    return ChannelParameters.SCALE_AND_SHIFT;
  }

  @Override
  Object settings() {
    return List.of(eps);
  }
}
