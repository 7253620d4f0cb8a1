package sevennets.layers;

import org.nd4j.linalg.api.ndarray.INDArray;

/** {@link LearnedTokens}, added: a sequence is taken for one vector. */
final class Nd4jPositions implements Kernel {

  @Override
  public INDArray forward(INDArray[] inputs, Pass pass) {
    INDArray positions = pass.parameter(WeightAndBias.WEIGHT);
    INDArray output = pass.activation(inputs[0].shape()).assign(inputs[0]);
    sequences(output).addiRowVector(positions.reshape('c', 1, positions.length()));
    return output;
  }

  @Override
  public INDArray[] backward(
      INDArray[] inputs, INDArray output, INDArray outputGradient, Pass pass) {
    INDArray dx = pass.gradient(inputs[0].shape()).assign(outputGradient);
    INDArray gradient = pass.parameterGradient(WeightAndBias.WEIGHT);
    gradient.assign(sequences(dx).sum(0).reshape('c', gradient.shape()));
    return new INDArray[] {dx};
  }

  private static INDArray sequences(INDArray tokens) {
    return tokens.reshape('c', tokens.size(0), tokens.size(1) * tokens.size(2));
  }
}
