package sevennets.layers;

import java.util.Arrays;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/** Some channels of {@code N x H x W x C} images, in the order given. */
public final class SelectChannels extends FastVertex {
  @JsonProperty
  private int[] channels;

  private SelectChannels() {}

  /** @throws IllegalArgumentException if there is none, or one twice */
  public SelectChannels(int... channels) {
    if (channels.length == 0 || Arrays.stream(channels).distinct().count() < channels.length) {
      throw new IllegalArgumentException(
          "SelectChannels: channels must be different, at least one; received "
              + Arrays.toString(channels));
    }
    this.channels = channels.clone();
  }

  @Override
  Kernel kernel(DataType type) {
    return new Nd4jSelectChannels(channels);
  }

  @Override
  public InputType getOutputType(int index, InputType... inputs) {
    InputType.InputTypeConvolutional image = (InputType.InputTypeConvolutional) inputs[0];
    return InputType.convolutional(
        image.getHeight(), image.getWidth(), channels.length, CNN2DFormat.NHWC);
  }

  @Override
  Object settings() {
    return Arrays.stream(channels).boxed().toList();
  }
}
