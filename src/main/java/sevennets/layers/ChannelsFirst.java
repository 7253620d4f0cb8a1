package sevennets.layers;

import java.util.List;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.nd4j.linalg.api.buffer.DataType;

/** From {@code N x H x W x C} images back to the {@code N x C x H x W} that a user expects. */
public final class ChannelsFirst extends FastVertex {

  @Override
  Kernel kernel(DataType type) {
    return Backend.callsOneDnn(type)
        ? new OneDnnPermute(false, false)
        : new Nd4jPermute(0, 3, 1, 2);
  }

  @Override
  public InputType getOutputType(int index, InputType... inputs) {
    InputType.InputTypeConvolutional image = (InputType.InputTypeConvolutional) inputs[0];
    return InputType.convolutional(
        image.getHeight(), image.getWidth(), image.getChannels(), CNN2DFormat.NCHW);
  }

  @Override
  Object settings() {
    return List.of();
  }
}
