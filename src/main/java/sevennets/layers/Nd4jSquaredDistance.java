package sevennets.layers;

import org.nd4j.linalg.api.ndarray.INDArray;

/** {@link SquaredDistance} by libnd4j's operations. */
final class Nd4jSquaredDistance implements Kernel {

  @Override
  public INDArray forward(INDArray[] inputs, Pass pass) {
    Nd4jAdd.requireOneShape(inputs);
    INDArray difference = examples(pass.scratch(inputs[0].shape()).assign(inputs[0])).subi(examples(inputs[1]));
    return pass.activation(inputs[0].size(0), 1).assign(difference.muli(difference).mean(true, 1));
  }

  @Override
  public INDArray[] backward(INDArray[] inputs, INDArray output, INDArray outputGradient, Pass pass) {
    INDArray first = pass.gradient(inputs[0].shape()).assign(inputs[0]);
    INDArray second = pass.gradient(inputs[1].shape());
    INDArray rows = examples(first).subi(examples(inputs[1]));
    rows.muliColumnVector(outputGradient.mul(2.0 / rows.size(1)));
    second.assign(first).negi();
    return new INDArray[] {first, second};
  }

  private static INDArray examples(INDArray array) {
    return OneDnn.dense(array).reshape('c', array.size(0), array.length() / array.size(0));
  }
}
