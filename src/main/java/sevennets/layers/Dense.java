package sevennets.layers;

import java.util.List;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.weights.WeightInitLecunUniform;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * A fully connected layer, {@code N x in} to {@code N x out}, or the same for each token of
 * {@code N x L x in}. Parameters: "W" {@code [in, out]}, uniform in {@code +-sqrt(3 / in)} unless
 * set otherwise, and "b" {@code [1, out]}, zero.
 */
public final class Dense extends FastLayer implements WeightAndBias.Weighted {
  @JsonProperty
  private boolean bias;

  @JsonProperty
  private Fn fn = Fn.IDENTITY;

  private Dense() {}

  /** @throws IllegalArgumentException unless both widths are positive */
  public Dense(long in, long out, boolean bias) {
    if (in < 1 || out < 1) {
      throw new IllegalArgumentException(
          "Dense: widths must be positive; received in=%d, out=%d".formatted(in, out));
    }
    setNIn(in);
    setNOut(out);
    this.bias = bias;
    setWeightInitFn(new WeightInitLecunUniform());
    setActivationFn(new ActivationIdentity());
    setBiasInit(0);
  }

  /** Applies {@code fn} to the output, in the same pass. */
  public Dense fn(Fn fn) {
    this.fn = fn;
    return this;
  }

  public Fn fn() {
    return fn;
  }

  @Override
  Kernel kernel(DataType type) {
    return new OverTokens(
        Backend.callsOneDnn(type) ? new OneDnnDense(bias, fn) : new Nd4jDense(bias, fn));
  }

  @Override
  public Layer stock() {
    return new DenseLayer.Builder()
        .nIn(getNIn())
        .nOut(getNOut())
        .hasBias(bias)
        .biasInit(0)
        .weightInit(getWeightInitFn())
        .activation(StockActivation.of(fn))
        .build();
  }

  @Override
  public ParamInitializer initializer() {
    return WeightAndBias.INSTANCE;
  }

  @Override
  public InputType getOutputType(int index, InputType input) {
    return OverTokens.withWidth(input, getNOut());
  }

  @Override
  public long[] weightShape() {
    return new long[] {getNIn(), getNOut()};
  }

  /**
   * Deeplearning4j's order: in memory the rows of one output's weights, as PyTorch and oneDNN have
   * them.
   */
  @Override
  public char weightOrder() {
    return 'f';
  }

  @Override
  public double fanIn() {
    return getNIn();
  }

  @Override
  public double fanOut() {
    return getNOut();
  }

  @Override
  public boolean bias() {
    return bias;
  }

  @Override
  Object settings() {
    return List.of(bias, fn);
  }
}
