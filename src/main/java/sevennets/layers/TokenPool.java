package sevennets.layers;

import java.util.List;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/** One vector for a sequence of tokens: {@code N x L x C} to {@code N x C}. */
public final class TokenPool extends FastLayer {
  /** The tokens' mean, their sum, or the first of them. */
  public enum Kind {
    MEAN,
    SUM,
    FIRST
  }

  @JsonProperty
  private Kind kind;

  private TokenPool() {}

  public TokenPool(Kind kind) {
    this.kind = kind;
  }

  @Override
  Kernel kernel(DataType type) {
    return new Nd4jTokenPool(kind);
  }

  @Override
  public InputType getOutputType(int index, InputType input) {
    return InputType.feedForward(((InputType.InputTypeRecurrent) input).getSize());
  }

  @Override
  Object settings() {
    return List.of(kind);
  }
}
