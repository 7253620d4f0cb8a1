package sevennets.kernels.nd4j;

import org.nd4j.linalg.api.ndarray.INDArray;
import sevennets.kernels.Kernel;
import sevennets.kernels.Pass;
import sevennets.kernels.PoolKind;

/** Pooling over channels by libnd4j's operations; equal maxima share the gradient. */
final class Nd4jChannelPool implements Kernel<INDArray> {
  private final PoolKind kind;

  Nd4jChannelPool(PoolKind kind) {
    this.kind = kind;
  }

  @Override
  public INDArray forward(INDArray[] inputs, Pass<INDArray> pass) {
    INDArray x = Rows.of(inputs[0]);
    INDArray output = pass.activation(inputs[0].size(0), inputs[0].size(1), inputs[0].size(2), 1);
    Rows.of(output).assign(kind == PoolKind.MAX ? x.max(true, 1) : x.mean(true, 1));
    return output;
  }

  @Override
  public INDArray[] backward(
      INDArray[] inputs, INDArray output, INDArray outputGradient, Pass<INDArray> pass) {
    INDArray x = Rows.of(inputs[0]);
    INDArray dy = Rows.of(Rows.dense(outputGradient));
    INDArray dx = pass.gradient(inputs[0].shape());
    INDArray rows = Rows.of(dx);
    if (kind == PoolKind.MAX) {
      rows.assign(x.eq(Rows.of(output).broadcast(x.ulike())).castTo(x.dataType()));
      rows.muliColumnVector(dy.div(rows.sum(true, 1)));
    } else {
      rows.assign(0).addiColumnVector(dy.div(x.size(1)));
    }
    return new INDArray[] {dx};
  }
}
