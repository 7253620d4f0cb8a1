package sevennets.kernels.nd4j;

import org.nd4j.linalg.api.ndarray.INDArray;
import sevennets.kernels.Kernel;
import sevennets.kernels.Pass;
import sevennets.kernels.PoolKind;

/** Global pooling by libnd4j's operations; equal maxima share the gradient. */
final class Nd4jGlobalPool implements Kernel<INDArray> {
  private final PoolKind kind;

  Nd4jGlobalPool(PoolKind kind) {
    this.kind = kind;
  }

  @Override
  public INDArray forward(INDArray[] inputs, Pass<INDArray> pass) {
    INDArray x = inputs[0];
    INDArray output = pass.activation(x.size(0), x.size(3));
    return output.assign(kind == PoolKind.MAX ? x.max(1, 2) : x.mean(1, 2));
  }

  @Override
  public INDArray[] backward(
      INDArray[] inputs, INDArray output, INDArray outputGradient, Pass<INDArray> pass) {
    INDArray x = inputs[0];
    INDArray dx = pass.gradient(x.shape());
    dx.assign(spread(outputGradient, x));
    if (kind == PoolKind.MAX) {
      INDArray isMaximum = x.eq(spread(output, x)).castTo(x.dataType());
      dx.muli(isMaximum).divi(spread(isMaximum.sum(1, 2), x));
    } else {
      dx.divi(x.size(1) * x.size(2));
    }
    return new INDArray[] {dx};
  }

  private static INDArray spread(INDArray vectors, INDArray images) {
    return vectors.reshape('c', images.size(0), 1, 1, images.size(3)).broadcast(images.ulike());
  }
}
