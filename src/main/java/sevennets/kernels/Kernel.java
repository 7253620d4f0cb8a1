package sevennets.kernels;

/**
 * The arithmetic of one operation on one {@link Backend}, forward and back. A kernel belongs to one
 * operation of one net and may keep, from a forward pass to the backward pass that follows, what
 * the operation's inputs and output do not tell. Images are contiguous {@code N x H x W x C}
 * arrays, vectors {@code N x C}, sequences of tokens {@code N x L x C}.
 *
 * <pre>{@code
 * Kernel<INDArray> negated = new Kernel<>() {
 *   public INDArray forward(INDArray[] inputs, Pass<INDArray> pass) {
 *     return pass.activation(inputs[0].shape()).assign(inputs[0]).negi();
 *   }
 *
 *   public INDArray[] backward(
 *       INDArray[] inputs, INDArray output, INDArray outputGradient, Pass<INDArray> pass) {
 *     return new INDArray[] {pass.gradient(outputGradient.shape()).assign(outputGradient).negi()};
 *   }
 * };
 * }</pre>
 *
 * @param <A> the backend's arrays, in whatever memory it computes
 */
public interface Kernel<A> {
  /** The output, allocated by {@link Pass#activation}. */
  A forward(A[] inputs, Pass<A> pass);

  /**
   * One gradient an input, each a distinct array allocated by {@link Pass#gradient} (the graph adds
   * to them in place), or null where {@link Pass#wantsInputGradient} is false. Gradients of
   * parameters are written to {@link Pass#parameterGradient}.
   */
  A[] backward(A[] inputs, A output, A outputGradient, Pass<A> pass);
}
