package sevennets.layers;

import java.util.List;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Tokens that are learnt, the same for every image. Parameter: "W" {@code [tokens, width]}, normal
 * with deviation 0.02. Dosovitskiy et al. 2020, arXiv:2010.11929, equation 1.
 */
public final class LearnedTokens extends FastLayer implements WeightAndBias.Weighted {
  /**
   * Added to the tokens there are, place by place ("position embedding"); or set before them
   * ("class token").
   */
  public enum Use {
    ADDED,
    PREPENDED
  }

  @JsonProperty
  private Use use;

  @JsonProperty
  private long tokens;

  private LearnedTokens() {}

  /** @throws IllegalArgumentException unless both sizes are positive */
  public LearnedTokens(Use use, long tokens, long width) {
    if (tokens < 1 || width < 1) {
      throw new IllegalArgumentException(
          "LearnedTokens: sizes must be positive; received %d tokens of %d"
              .formatted(tokens, width));
    }
    this.use = use;
    this.tokens = tokens;
    setNIn(width);
    setNOut(width);
    setWeightInitFn(new Gaussian(0.02));
    setActivationFn(new ActivationIdentity());
  }

  @Override
  Kernel kernel(DataType type) {
    return use == Use.ADDED ? new Nd4jPositions() : new Nd4jPrepend();
  }

  @Override
  public ParamInitializer initializer() {
    return WeightAndBias.INSTANCE;
  }

  @Override
  public InputType getOutputType(int index, InputType input) {
    InputType.InputTypeRecurrent sequence = (InputType.InputTypeRecurrent) input;
    long length = sequence.getTimeSeriesLength() + (use == Use.PREPENDED ? tokens : 0);
    return InputType.recurrent(sequence.getSize(), length);
  }

  @Override
  public long[] weightShape() {
    return new long[] {tokens, getNOut()};
  }

  @Override
  public char weightOrder() {
    return 'c';
  }

  @Override
  public double fanIn() {
    return tokens;
  }

  @Override
  public double fanOut() {
    return getNOut();
  }

  @Override
  public boolean bias() {
    return false;
  }

  @Override
  Object settings() {
    return List.of(use, tokens);
  }
}
