package sevennets.kernels;

/**
 * An elementwise function: on its own, or fused into the operation before it.
 *
 * <pre>{@code
 * Kernel<INDArray> relu = new Nd4jBackend().activation(Fn.RELU);
 * boolean kept = Fn.SILU.invertible();  // false: its input must be kept for the way back
 * }</pre>
 */
public enum Fn {
  IDENTITY,
  /** {@code max(x, 0)}. */
  RELU,
  /** {@code min(max(x, 0), 6)}, MobileNet's. */
  RELU6,
  /** {@code x / (1 + exp(-x))}, also called swish: EfficientNet's. */
  SILU,
  SIGMOID,
  TANH,
  /**
   * {@code x} times the probability that a standard normal number is below {@code x}: the
   * transformers'.
   */
  GELU;

  /**
   * Whether the derivative follows from the output alone, so that the input need not be kept for
   * the backward pass.
   */
  public boolean invertible() {
    return this != SILU && this != GELU;
  }
}
