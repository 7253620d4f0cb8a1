package sevennets.layers;

import java.util.List;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * The mean squared difference of two arrays of one shape, example by example: {@code N x ...} twice
 * to {@code N x 1}.
 */
public final class SquaredDistance extends FastVertex {

  @Override
  Kernel kernel(DataType type) {
    return new Nd4jSquaredDistance();
  }

  @Override
  public int minVertexInputs() {
    return 2;
  }

  @Override
  public InputType getOutputType(int index, InputType... inputs) {
    return InputType.feedForward(1);
  }

  @Override
  Object settings() {
    return List.of();
  }
}
