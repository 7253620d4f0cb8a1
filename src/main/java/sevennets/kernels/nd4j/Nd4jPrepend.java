package sevennets.kernels.nd4j;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;
import sevennets.kernels.Kernel;
import sevennets.kernels.Keys;
import sevennets.kernels.Pass;

/**
 * Learnt tokens, set before the tokens there are.
 *
 * <pre>{@code
 * Kernel<INDArray> classToken = new Nd4jPrepend();  // N x L x C to N x (1 + L) x C
 * }</pre>
 */
public final class Nd4jPrepend implements Kernel<INDArray> {

  @Override
  public INDArray forward(INDArray[] inputs, Pass<INDArray> pass) {
    INDArray first = pass.parameter(Keys.WEIGHT);
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
      INDArray[] inputs, INDArray output, INDArray outputGradient, Pass<INDArray> pass) {
    INDArray gradient = pass.parameterGradient(Keys.WEIGHT);
    for (long place = 0; place < gradient.size(0); place++) {
      gradient
          .getRow(place, true)
          .assign(Nd4jStackTokens.token(outputGradient, place).sum(true, 0));
    }
    return new INDArray[] {pass.gradient(inputs[0].shape()).assign(rest(outputGradient, gradient))};
  }
}
