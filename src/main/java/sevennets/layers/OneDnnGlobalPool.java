package sevennets.layers;

import org.nd4j.linalg.api.ndarray.INDArray;

/** {@link GlobalPool} by oneDNN: a pooling whose window is the image. */
final class OneDnnGlobalPool implements Kernel {
  private final Pool.Kind kind;
  private final ByShape<OneDnnPool> bySize = new ByShape<>();

  OneDnnGlobalPool(Pool.Kind kind) {
    this.kind = kind;
  }

  @Override
  public INDArray forward(INDArray[] inputs, Pass pass) {
    INDArray pooled = pool(inputs[0]).forward(inputs, pass);
    return pooled.reshape('c', pooled.size(0), pooled.size(3));
  }

  @Override
  public INDArray[] backward(
      INDArray[] inputs, INDArray output, INDArray outputGradient, Pass pass) {
    return pool(inputs[0]).backward(inputs, output, outputGradient, pass);
  }

  private OneDnnPool pool(INDArray x) {
    int[] image = {(int) x.size(1), (int) x.size(2)};
    return bySize.get(
        new long[] {x.size(1), x.size(2)},
        () -> new OneDnnPool(
            new Window(image, new int[] {1, 1}, new int[] {0, 0}, false), kind, true));
  }
}
