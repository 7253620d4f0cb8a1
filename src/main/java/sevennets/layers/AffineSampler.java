package sevennets.layers;

import java.util.List;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Looks at each image through an affine map of its own: {@code N x H x W x C} and {@code N x 6} to
 * {@code N x height x width x C}. Jaderberg et al. 2015, arXiv:1506.02025, section 3.2 and 3.3,
 * equations 1 and 5 to 7.
 *
 * <p>The six numbers are the map's rows a, b, c and d, e, f, less those of the identity: the
 * output's pixel at (x, y) is the input's at {@code ((1 + a) x + b y + c, d x + (1 + e) y + f)},
 * both in coordinates from -1 to 1 between the centres of the outermost pixels; bilinear between
 * pixels, zero outside.
 */
public final class AffineSampler extends FastVertex {
  @JsonProperty
  private int height;

  @JsonProperty
  private int width;

  private AffineSampler() {}

  /** @throws IllegalArgumentException unless both sizes, of the output in pixels, are positive */
  public AffineSampler(int height, int width) {
    if (height < 1 || width < 1) {
      throw new IllegalArgumentException(
          "AffineSampler: sizes must be positive; received %dx%d".formatted(height, width));
    }
    this.height = height;
    this.width = width;
  }

  @Override
  Kernel kernel(DataType type) {
    return new AffineSampling(height, width);
  }

  @Override
  public int minVertexInputs() {
    return 2;
  }

  @Override
  public InputType getOutputType(int index, InputType... inputs) {
    InputType.InputTypeConvolutional image = (InputType.InputTypeConvolutional) inputs[0];
    return InputType.convolutional(height, width, image.getChannels(), CNN2DFormat.NHWC);
  }

  @Override
  Object settings() {
    return List.of(height, width);
  }
}
