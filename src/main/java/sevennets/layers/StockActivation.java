package sevennets.layers;

import org.nd4j.linalg.activations.Activation;

/** Deeplearning4j's name for each {@link Fn}. */
final class StockActivation {
  private StockActivation() {}

  static Activation of(Fn fn) {
    return switch (fn) {
      case IDENTITY -> Activation.IDENTITY;
      case RELU -> Activation.RELU;
      case RELU6 -> Activation.RELU6;
      case SILU -> Activation.SWISH;
      case SIGMOID -> Activation.SIGMOID;
      case TANH -> Activation.TANH;
    };
  }
}
