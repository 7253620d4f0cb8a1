package sevennets.layers;

import java.util.List;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * The mean or maximum over each pixel's channels: {@code N x H x W x C} to {@code N x H x W x 1}.
 */
public final class ChannelPool extends FastLayer {
  @JsonProperty
  private Pool.Kind kind;

  private ChannelPool() {}

  public ChannelPool(Pool.Kind kind) {
    this.kind = kind;
  }

  @Override
  Kernel kernel(DataType type) {
    return Backend.callsOneDnn(type) ? new OneDnnChannelPool(kind) : new Nd4jChannelPool(kind);
  }

  @Override
  public InputType getOutputType(int index, InputType input) {
    InputType.InputTypeConvolutional image = (InputType.InputTypeConvolutional) input;
    return InputType.convolutional(image.getHeight(), image.getWidth(), 1, CNN2DFormat.NHWC);
  }

  @Override
  Object settings() {
    return List.of(kind);
  }
}
