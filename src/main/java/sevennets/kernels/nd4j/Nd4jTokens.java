package sevennets.kernels.nd4j;

import org.nd4j.linalg.api.ndarray.INDArray;
import sevennets.kernels.Kernel;
import sevennets.kernels.Pass;

/**
 * Pixels as tokens: the same numbers in the same order, copied, since the graph may add to a
 * gradient in place.
 *
 * <pre>{@code
 * Kernel<INDArray> tokens = new Nd4jTokens();  // N x H x W x C to N x HW x C
 * }</pre>
 */
public final class Nd4jTokens implements Kernel<INDArray> {

  @Override
  public INDArray forward(INDArray[] inputs, Pass<INDArray> pass) {
    INDArray x = inputs[0];
    INDArray output = pass.activation(x.size(0), x.size(1) * x.size(2), x.size(3));
    return output.assign(x.reshape('c', output.shape()));
  }

  @Override
  public INDArray[] backward(
      INDArray[] inputs, INDArray output, INDArray outputGradient, Pass<INDArray> pass) {
    INDArray dx = pass.gradient(inputs[0].shape());
    return new INDArray[] {dx.assign(Rows.dense(outputGradient).reshape('c', dx.shape()))};
  }
}
