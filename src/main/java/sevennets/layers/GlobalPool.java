package sevennets.layers;

import java.util.List;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/** The mean or maximum over all pixels: {@code N x H x W x C} to {@code N x C}. */
public final class GlobalPool extends FastLayer {
  @JsonProperty
  private Pool.Kind kind;

  private GlobalPool() {}

  public GlobalPool(Pool.Kind kind) {
    this.kind = kind;
  }

  @Override
  Kernel kernel(DataType type) {
    return Backend.callsOneDnn(type) ? new OneDnnGlobalPool(kind) : new Nd4jGlobalPool(kind);
  }

  @Override
  public InputType getOutputType(int index, InputType input) {
    return InputType.feedForward(((InputType.InputTypeConvolutional) input).getChannels());
  }

  @Override
  Object settings() {
    return List.of(kind);
  }
}
