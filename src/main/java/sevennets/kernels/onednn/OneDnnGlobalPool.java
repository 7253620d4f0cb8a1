package sevennets.kernels.onednn;

import org.nd4j.linalg.api.ndarray.INDArray;
import sevennets.kernels.Kernel;
import sevennets.kernels.Pass;
import sevennets.kernels.PoolKind;
import sevennets.kernels.Window;

/** Global pooling by oneDNN: a pooling whose window is the image. */
final class OneDnnGlobalPool implements Kernel<INDArray> {
  private final PoolKind kind;
  private final ByShape<OneDnnPool> bySize = new ByShape<>();

  OneDnnGlobalPool(PoolKind kind) {
    this.kind = kind;
  }

  @Override
  public INDArray forward(INDArray[] inputs, Pass<INDArray> pass) {
    INDArray pooled = pool(inputs[0]).forward(inputs, pass);
    return pooled.reshape('c', pooled.size(0), pooled.size(3));
  }

  @Override
  public INDArray[] backward(
      INDArray[] inputs, INDArray output, INDArray outputGradient, Pass<INDArray> pass) {
    return pool(inputs[0]).backward(inputs, output, outputGradient, pass);
  }

  private OneDnnPool pool(INDArray x) {
    return bySize.get(
        new long[] {x.size(1), x.size(2)},
        () -> new OneDnnPool(Window.of((int) x.size(1), (int) x.size(2), 1, 0), kind, true));
  }
}
