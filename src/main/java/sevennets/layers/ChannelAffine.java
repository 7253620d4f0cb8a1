package sevennets.layers;

import java.util.List;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.weights.WeightInitXavier;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Each channel times a number of its own, plus another: parameters "gamma" and "beta", each
 * {@code [1, n]}.
 */
public final class ChannelAffine extends FastLayer {

  private ChannelAffine() {}

  /** @throws IllegalArgumentException unless {@code n} is positive */
  public ChannelAffine(long n) {
    if (n < 1) {
      throw new IllegalArgumentException("ChannelAffine: n must be positive; received " + n);
    }
    setNIn(n);
    setNOut(n);
    setWeightInitFn(new WeightInitXavier());
    setActivationFn(new ActivationIdentity());
  }

  @Override
  Kernel kernel(DataType type) {
    return new Nd4jChannelAffine();
  }

  @Override
  public ParamInitializer initializer() {
    return ChannelParameters.SCALE_AND_SHIFT;
  }

  @Override
  Object settings() {
    return List.of();
  }
}
