package sevennets.layers;

import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/** {@code amplitude * tanh(slope * x)} of each number. */
public final class ScaledTanh extends FastLayer {
  @JsonProperty
  private double amplitude;

  @JsonProperty
  private double slope;

  private ScaledTanh() {}

  /** @throws IllegalArgumentException unless both are positive */
  public ScaledTanh(double amplitude, double slope) {
    if (!(amplitude > 0 && slope > 0)) {
      throw new IllegalArgumentException(
          "ScaledTanh: amplitude and slope must be positive; received %s and %s"
              .formatted(amplitude, slope));
    }
    this.amplitude = amplitude;
    this.slope = slope;
  }

  @Override
  Kernel kernel(DataType type) {
    return new Nd4jScaledTanh(amplitude, slope);
  }

  @Override
  Object settings() {
    return List.of(amplitude, slope);
  }
}
