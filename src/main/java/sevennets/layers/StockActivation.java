package sevennets.layers;

import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.nd4j.linalg.activations.Activation;

/** Deeplearning4j's name for each {@link Fn}. */
final class StockActivation {
  private StockActivation() {}

  /** A layer of its own for {@code fn}, or null for the identity. */
  static Layer layer(Fn fn) {
    return fn == Fn.IDENTITY
        ? null
        : new ActivationLayer.Builder().activation(of(fn)).build();
  }

  static Activation of(Fn fn) {
    return switch (fn) {
      case IDENTITY -> Activation.IDENTITY;
      case RELU -> Activation.RELU;
      case RELU6 -> Activation.RELU6;
      case SILU -> Activation.SWISH;
      case GELU -> Activation.GELU;
      case SIGMOID -> Activation.SIGMOID;
      case TANH -> Activation.TANH;
    };
  }
}
