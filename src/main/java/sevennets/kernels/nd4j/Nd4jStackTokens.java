package sevennets.kernels.nd4j;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;
import sevennets.kernels.Kernel;
import sevennets.kernels.Pass;

/**
 * Stacking by libnd4j's copies.
 *
 * <pre>{@code
 * Kernel<INDArray> stacked = new Nd4jStackTokens();  // L vectors N x C to N x L x C
 * }</pre>
 */
public final class Nd4jStackTokens implements Kernel<INDArray> {

  @Override
  public INDArray forward(INDArray[] inputs, Pass<INDArray> pass) {
    INDArray output = pass.activation(inputs[0].size(0), inputs.length, inputs[0].size(1));
    for (int i = 0; i < inputs.length; i++) {
      token(output, i).assign(inputs[i]);
    }
    return output;
  }

  @Override
  public INDArray[] backward(
      INDArray[] inputs, INDArray output, INDArray outputGradient, Pass<INDArray> pass) {
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
