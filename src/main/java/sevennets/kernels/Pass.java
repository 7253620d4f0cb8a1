package sevennets.kernels;

/**
 * What one pass through a net lends to a kernel: its mode, memory, parameters and their gradients.
 *
 * <pre>{@code
 * Kernel<INDArray> doubled = new Kernel<>() {
 *   public INDArray forward(INDArray[] inputs, Pass<INDArray> pass) {
 *     return pass.activation(inputs[0].shape()).assign(inputs[0]).muli(2);
 *   }
 *
 *   public INDArray[] backward(
 *       INDArray[] inputs, INDArray output, INDArray outputGradient, Pass<INDArray> pass) {
 *     if (!pass.wantsInputGradient()) return new INDArray[1];
 *     return new INDArray[] {pass.gradient(outputGradient.shape()).assign(outputGradient).muli(2)};
 *   }
 * };
 * }</pre>
 *
 * @param <A> the backend's arrays
 */
public interface Pass<A> {

  /** Whether this is (or, in a backward pass, follows) a training pass, and not inference. */
  boolean training();

  /** Whether anything before the operation learns or asks for a gradient. */
  boolean wantsInputGradient();

  /**
   * Whether the parameters never change again, so that a kernel may keep what it made of them in
   * inference.
   */
  boolean frozen();

  /** An uninitialised c-order array for an operation's output; lives until the net's pass ends. */
  A activation(long... shape);

  /** An uninitialised c-order array for the gradient of an operation's input. */
  A gradient(long... shape);

  /**
   * An uninitialised c-order array that lives until this operation is done, in either direction.
   */
  A scratch(long... shape);

  /** The parameter of that name, one of {@link Keys}. */
  A parameter(String key);

  /** A view of the net's flat gradient vector, to be overwritten. */
  A parameterGradient(String key);
}
