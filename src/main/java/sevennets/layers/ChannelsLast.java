package sevennets.layers;

import java.util.List;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * From a user's {@code N x C x H x W} images to the {@code N x H x W x C} in which this package's
 * layers work.
 */
public final class ChannelsLast extends FastVertex {

  @Override
  Kernel kernel(DataType type) {
    return Backend.callsOneDnn(type) ? new OneDnnPermute(true, false) : new Nd4jPermute(0, 2, 3, 1);
  }

  @Override
  public InputType getOutputType(int index, InputType... inputs) {
    InputType.InputTypeConvolutional image = (InputType.InputTypeConvolutional) inputs[0];
    return InputType.convolutional(
        image.getHeight(), image.getWidth(), image.getChannels(), CNN2DFormat.NHWC);
  }

  @Override
  Object settings() {
    return List.of();
  }
}
