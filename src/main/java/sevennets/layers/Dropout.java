package sevennets.layers;

import java.util.List;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * In training sets each number to zero with probability {@code p} and divides the others by
 * {@code 1 - p}. Srivastava et al. 2014, in the inverted form of all frameworks. Deeplearning4j's
 * own takes the probability of keeping.
 */
public final class Dropout extends FastLayer {
  @JsonProperty
  private double p;

  private Dropout() {}

  /** @throws IllegalArgumentException unless {@code p} is in [0, 1) */
  public Dropout(double p) {
    if (!(p >= 0 && p < 1)) {
      throw new IllegalArgumentException(
          "Dropout: p, the share dropped, must be in [0, 1); received " + p);
    }
    this.p = p;
  }

  @Override
  Kernel kernel(DataType type) {
    return new Nd4jDropout(p, false);
  }

  @Override
  public Layer stock() {
    return new DropoutLayer.Builder(1 - p).build();
  }

  @Override
  Object settings() {
    return List.of(p);
  }
}
