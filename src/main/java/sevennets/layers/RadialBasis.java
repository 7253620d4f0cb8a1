package sevennets.layers;

import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Less the squared distance of each vector from fixed centres: {@code N x in} to {@code N x
 * centres}, the nearest highest. LeCun et al. 1998, equation 7, with its sign turned, so that the
 * nearest class has the largest score.
 */
public final class RadialBasis extends FastLayer {
  @JsonProperty
  private double[][] centres;

  private RadialBasis() {}

  /**
   * @param centres one row an output
   * @throws IllegalArgumentException unless there is one, and all have one length
   */
  public RadialBasis(double[][] centres) {
    if (centres.length == 0
        || Arrays.stream(centres).anyMatch(c -> c.length == 0 || c.length != centres[0].length)) {
      throw new IllegalArgumentException(
          "RadialBasis: there must be centres, all of one length; received lengths "
              + Arrays.stream(centres).map(c -> c.length).toList());
    }
    this.centres = centres;
    setNIn(centres[0].length);
    setNOut(centres.length);
  }

  @Override
  Kernel kernel(DataType type) {
    return new Nd4jRadialBasis(centres);
  }

  @Override
  public InputType getOutputType(int index, InputType input) {
    return InputType.feedForward(centres.length);
  }

  @Override
  Object settings() {
    return List.of(Arrays.deepToString(centres));
  }
}
