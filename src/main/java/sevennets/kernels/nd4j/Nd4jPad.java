package sevennets.kernels.nd4j;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;
import sevennets.kernels.Kernel;
import sevennets.kernels.Pass;

/** Images copied into larger ones of zeros. */
final class Nd4jPad implements Kernel<INDArray> {
  private final int top;
  private final int bottom;
  private final int left;
  private final int right;

  Nd4jPad(int top, int bottom, int left, int right) {
    this.top = top;
    this.bottom = bottom;
    this.left = left;
    this.right = right;
  }

  @Override
  public INDArray forward(INDArray[] inputs, Pass<INDArray> pass) {
    INDArray x = inputs[0];
    INDArray output =
        pass.activation(x.size(0), x.size(1) + top + bottom, x.size(2) + left + right, x.size(3));
    inside(output.assign(0), x).assign(x);
    return output;
  }

  private INDArray inside(INDArray framed, INDArray x) {
    return framed.get(
        NDArrayIndex.all(),
        NDArrayIndex.interval(top, top + x.size(1)),
        NDArrayIndex.interval(left, left + x.size(2)),
        NDArrayIndex.all());
  }

  @Override
  public INDArray[] backward(
      INDArray[] inputs, INDArray output, INDArray outputGradient, Pass<INDArray> pass) {
    INDArray dx = pass.gradient(inputs[0].shape());
    return new INDArray[] {dx.assign(inside(outputGradient, inputs[0]))};
  }
}
