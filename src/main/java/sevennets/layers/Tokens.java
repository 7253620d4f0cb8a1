package sevennets.layers;

import java.util.List;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.nd4j.linalg.api.buffer.DataType;

/** Each pixel of {@code N x H x W x C} images as a token, row by row: {@code N x (H*W) x C}. */
public final class Tokens extends FastVertex {

  @Override
  Kernel kernel(DataType type) {
    return new Nd4jTokens();
  }

  @Override
  public InputType getOutputType(int index, InputType... inputs) {
    InputType.InputTypeConvolutional image = (InputType.InputTypeConvolutional) inputs[0];
    return InputType.recurrent(image.getChannels(), image.getHeight() * image.getWidth());
  }

  @Override
  Object settings() {
    return List.of();
  }
}
