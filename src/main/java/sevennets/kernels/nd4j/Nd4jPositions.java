package sevennets.kernels.nd4j;

import org.nd4j.linalg.api.ndarray.INDArray;
import sevennets.kernels.Kernel;
import sevennets.kernels.Keys;
import sevennets.kernels.Pass;

/**
 * Learnt tokens, added: a sequence is taken for one vector.
 *
 * <pre>{@code
 * Kernel<INDArray> positions = new Nd4jPositions();  // a learnt vector for each token's place
 * }</pre>
 */
public final class Nd4jPositions implements Kernel<INDArray> {

  @Override
  public INDArray forward(INDArray[] inputs, Pass<INDArray> pass) {
    INDArray positions = pass.parameter(Keys.WEIGHT);
    INDArray output = pass.activation(inputs[0].shape()).assign(inputs[0]);
    sequences(output).addiRowVector(positions.reshape('c', 1, positions.length()));
    return output;
  }

  @Override
  public INDArray[] backward(
      INDArray[] inputs, INDArray output, INDArray outputGradient, Pass<INDArray> pass) {
    INDArray dx = pass.gradient(inputs[0].shape()).assign(outputGradient);
    INDArray gradient = pass.parameterGradient(Keys.WEIGHT);
    gradient.assign(sequences(dx).sum(0).reshape('c', gradient.shape()));
    return new INDArray[] {dx};
  }

  private static INDArray sequences(INDArray tokens) {
    return tokens.reshape('c', tokens.size(0), tokens.size(1) * tokens.size(2));
  }
}
