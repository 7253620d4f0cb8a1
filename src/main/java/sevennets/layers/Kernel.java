package sevennets.layers;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The arithmetic of one layer on one {@link Backend}. A kernel belongs to one layer of one net and
 * may keep, from a forward pass to the backward pass that follows, what the layer's input and
 * output do not tell. Images are contiguous {@code N x H x W x C} arrays, vectors {@code N x C}.
 */
interface Kernel {
  /** The layer's output, allocated by {@link Pass#activation}. */
  INDArray forward(INDArray[] inputs, Pass pass);

  /**
   * One gradient an input, each a distinct array allocated by {@link Pass#gradient} (Deeplearning4j
   * adds to them in place), or null where {@link Pass#wantsInputGradient} is false. Gradients of
   * parameters are written to {@link Pass#parameterGradient}.
   */
  INDArray[] backward(INDArray[] inputs, INDArray output, INDArray outputGradient, Pass pass);
}
