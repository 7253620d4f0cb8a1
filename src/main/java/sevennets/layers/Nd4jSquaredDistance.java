package sevennets.layers;

import org.nd4j.linalg.api.ndarray.INDArray;

/** {@link SquaredDistance} by libnd4j's operations. */
final class Nd4jSquaredDistance implements Kernel {

  @Override
  public INDArray forward(INDArray[] inputs, Pass pass) {
    Nd4jAdd.requireOneShape(inputs);
    INDArray difference = difference(inputs, pass);
    return pass.activation(inputs[0].size(0), 1).assign(difference.muli(difference).mean(true, 1));
  }

  @Override
  public INDArray[] backward(INDArray[] inputs, INDArray output, INDArray outputGradient, Pass pass) {
    INDArray rows = difference(inputs, pass);
    rows.muliColumnVector(outputGradient.mul(2.0 / rows.size(1)));
    INDArray first = pass.gradient(inputs[0].shape()).assign(rows.reshape('c', inputs[0].shape()));
    INDArray second = pass.gradient(inputs[1].shape()).assign(first).negi();
    return new INDArray[] {first, second};
  }

  /** An example in a row. */
  private static INDArray difference(INDArray[] inputs, Pass pass) {
    return rows(inputs[0], pass).subi(rows(inputs[1], pass));
  }

  /** A copy: what is written to it leaves the array as it is. */
  private static INDArray rows(INDArray array, Pass pass) {
    long examples = array.size(0);
    return pass.scratch(examples, array.length() / examples).assign(OneDnn.dense(array).reshape('c', examples, array.length() / examples));
  }
}
