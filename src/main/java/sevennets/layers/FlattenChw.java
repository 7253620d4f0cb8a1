package sevennets.layers;

import java.util.List;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Flattens {@code N x H x W x C} images to vectors {@code N x (C*H*W)} ordered by channel, row,
 * column: PyTorch's order, so that its weights of the fully connected layer after it fit.
 */
public final class FlattenChw extends FastVertex {

  @Override
  Kernel kernel(DataType type) {
    return Backend.callsOneDnn(type) ? new OneDnnPermute(false, true) : new Nd4jFlattenChw();
  }

  @Override
  public InputType getOutputType(int index, InputType... inputs) {
    return InputType.feedForward(inputs[0].arrayElementsPerExample());
  }

  @Override
  Object settings() {
    return List.of();
  }
}
