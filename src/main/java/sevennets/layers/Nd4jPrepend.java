package sevennets.layers;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** {@link LearnedTokens}, set before the tokens there are. */
final class Nd4jPrepend implements Kernel {

  @Override
  public INDArray forward(INDArray[] inputs, Pass pass) {
    INDArray first = pass.parameter(WeightAndBias.WEIGHT);
    INDArray x = inputs[0];
    INDArray output = pass.activation(x.size(0), first.size(0) + x.size(1), x.size(2));
    for (long place = 0; place < first.size(0); place++) {
      Nd4jStackTokens.token(output, place)
          .assign(first
              .getRow(place, true)
              .broadcast(Nd4jStackTokens.token(output, place).ulike()));
    }
    rest(output, first).assign(x);
    return output;
  }

  private static INDArray rest(INDArray output, INDArray first) {
    return output.get(
        NDArrayIndex.all(),
        NDArrayIndex.interval(first.size(0), output.size(1)),
        NDArrayIndex.all());
  }

  @Override
  public INDArray[] backward(
      INDArray[] inputs, INDArray output, INDArray outputGradient, Pass pass) {
    INDArray gradient = pass.parameterGradient(WeightAndBias.WEIGHT);
    for (long place = 0; place < gradient.size(0); place++) {
      gradient
          .getRow(place, true)
          .assign(Nd4jStackTokens.token(outputGradient, place).sum(true, 0));
    }
    return new INDArray[] {pass.gradient(inputs[0].shape()).assign(rest(outputGradient, gradient))};
  }
}
