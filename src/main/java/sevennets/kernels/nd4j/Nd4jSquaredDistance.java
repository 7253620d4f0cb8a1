package sevennets.kernels.nd4j;

import org.nd4j.linalg.api.ndarray.INDArray;
import sevennets.kernels.Kernel;
import sevennets.kernels.Pass;

/**
 * The squared distance by libnd4j's operations.
 *
 * <pre>{@code
 * Kernel<INDArray> distance = new Nd4jSquaredDistance();  // of a reconstruction from its image
 * }</pre>
 */
public final class Nd4jSquaredDistance implements Kernel<INDArray> {

  @Override
  public INDArray forward(INDArray[] inputs, Pass<INDArray> pass) {
    Nd4jAdd.requireOneShape(inputs);
    INDArray difference = difference(inputs, pass);
    return pass.activation(inputs[0].size(0), 1)
        .assign(difference.muli(difference).mean(true, 1));
  }

  @Override
  public INDArray[] backward(
      INDArray[] inputs, INDArray output, INDArray outputGradient, Pass<INDArray> pass) {
    INDArray rows = difference(inputs, pass);
    rows.muliColumnVector(outputGradient.mul(2.0 / rows.size(1)));
    INDArray first = pass.gradient(inputs[0].shape()).assign(rows.reshape('c', inputs[0].shape()));
    INDArray second = pass.gradient(inputs[1].shape()).assign(first).negi();
    return new INDArray[] {first, second};
  }

  /** In memory of its own, an example in a row. */
  private static INDArray difference(INDArray[] inputs, Pass<INDArray> pass) {
    INDArray first = rows(inputs[0]);
    return pass.scratch(first.shape()).assign(first).subi(rows(inputs[1]));
  }

  /** To be read only: of an array with gaps it is a copy. */
  private static INDArray rows(INDArray array) {
    return Rows.dense(array).reshape('c', array.size(0), array.length() / array.size(0));
  }
}
