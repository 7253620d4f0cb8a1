package sevennets.layers;

import java.util.List;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.nd4j.linalg.api.buffer.DataType;

/** Vectors {@code N x C}, L of them, as the tokens {@code N x L x C} of one sequence. */
public final class StackTokens extends FastVertex {

  @Override
  Kernel kernel(DataType type) {
    return new Nd4jStackTokens();
  }

  @Override
  public int minVertexInputs() {
    return 2;
  }

  @Override
  public int maxVertexInputs() {
    return Integer.MAX_VALUE;
  }

  @Override
  public InputType getOutputType(int index, InputType... inputs) {
    return InputType.recurrent(inputs[0].arrayElementsPerExample(), inputs.length);
  }

  @Override
  Object settings() {
    return List.of();
  }
}
