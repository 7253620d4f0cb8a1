package sevennets.layers;

import java.util.List;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * What a token takes from all tokens: {@code N x L x 3D}, each token's queries, keys and values
 * side by side and each cut into heads, to {@code N x L x D}. In each head {@code softmax(Q K' /
 * sqrt(d)) V}, with d = D / heads. Vaswani et al. 2017, arXiv:1706.03762, equation 1 and section
 * 3.2.2, but for the linear layers before and after.
 */
public final class SelfAttention extends FastLayer {
  @JsonProperty
  private int heads;

  private SelfAttention() {}

  /** @throws IllegalArgumentException unless {@code heads} is positive */
  public SelfAttention(int heads) {
    if (heads < 1) {
      throw new IllegalArgumentException(
          "SelfAttention: heads must be positive; received " + heads);
    }
    this.heads = heads;
  }

  /**
   * How much of each token (last axis) each token (the axis before) takes: {@code N x heads x L x
   * L}, each row's sum 1.
   */
  public static INDArray weights(INDArray queriesKeysValues, int heads) {
    return Heads.of(queriesKeysValues, heads).weights();
  }

  @Override
  Kernel kernel(DataType type) {
    return Backend.callsOneDnn(type)
        ? new OneDnnSelfAttention(heads)
        : new Nd4jSelfAttention(heads);
  }

  @Override
  public InputType getOutputType(int index, InputType input) {
    InputType.InputTypeRecurrent tokens = (InputType.InputTypeRecurrent) input;
    return InputType.recurrent(tokens.getSize() / 3, tokens.getTimeSeriesLength());
  }

  @Override
  Object settings() {
    return List.of(heads);
  }
}
