package sevennets.layers;

import org.nd4j.linalg.api.ndarray.INDArray;

/** {@link GlobalPool} by libnd4j's operations; equal maxima share the gradient. */
final class Nd4jGlobalPool implements Kernel {
  private final Pool.Kind kind;

  Nd4jGlobalPool(Pool.Kind kind) {
    this.kind = kind;
  }

  @Override
  public INDArray forward(INDArray[] inputs, Pass pass) {
    INDArray x = inputs[0];
    INDArray output = pass.activation(x.size(0), x.size(3));
    return output.assign(kind == Pool.Kind.MAX ? x.max(1, 2) : x.mean(1, 2));
  }

  @Override
  public INDArray[] backward(
      INDArray[] inputs, INDArray output, INDArray outputGradient, Pass pass) {
    INDArray x = inputs[0];
    INDArray dx = pass.gradient(x.shape());
    dx.assign(spread(outputGradient, x));
    if (kind == Pool.Kind.MAX) {
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
