package sevennets.layers;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** {@link StackTokens} by libnd4j's copies. */
final class Nd4jStackTokens implements Kernel {

  @Override
  public INDArray forward(INDArray[] inputs, Pass pass) {
    INDArray output = pass.activation(inputs[0].size(0), inputs.length, inputs[0].size(1));
    for (int i = 0; i < inputs.length; i++) {
      token(output, i).assign(inputs[i]);
    }
    return output;
  }

  @Override
  public INDArray[] backward(
      INDArray[] inputs, INDArray output, INDArray outputGradient, Pass pass) {
    INDArray[] gradients = new INDArray[inputs.length];
    for (int i = 0; i < inputs.length; i++) {
      gradients[i] = pass.gradient(inputs[i].shape()).assign(token(outputGradient, i));
    }
    return gradients;
  }

  /** A view of one token of each sequence, {@code N x C}. */
  static INDArray token(INDArray tokens, long place) {
    return tokens.get(NDArrayIndex.all(), NDArrayIndex.point(place), NDArrayIndex.all());
  }
}
