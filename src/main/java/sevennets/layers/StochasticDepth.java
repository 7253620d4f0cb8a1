package sevennets.layers;

import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * In training drops a residual branch whole, for each example with probability {@code p}, and
 * divides the branches kept by {@code 1 - p}; the identity in inference. Huang et al. 2016,
 * arXiv:1603.09382, scaled as torchvision does.
 */
public final class StochasticDepth extends FastVertex {
  @JsonProperty
  private double p;

  private StochasticDepth() {}

  /** @throws IllegalArgumentException unless {@code p} is in [0, 1) */
  public StochasticDepth(double p) {
    if (!(p >= 0 && p < 1)) {
      throw new IllegalArgumentException(
          "StochasticDepth: p, the share of branches dropped, must be in [0, 1); received " + p);
    }
    this.p = p;
  }

  @Override
  Kernel kernel(DataType type) {
    return new Nd4jDropout(p, true);
  }

  @Override
  Object settings() {
    return List.of(p);
  }
}
