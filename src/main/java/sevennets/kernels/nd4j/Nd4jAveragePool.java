package sevennets.kernels.nd4j;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.factory.Nd4j;
import sevennets.kernels.Kernel;
import sevennets.kernels.Pass;
import sevennets.kernels.Window;

/**
 * Average pooling by libnd4j's operations: sums over framed images, divided by each window's own
 * pixel count.
 */
final class Nd4jAveragePool implements Kernel<INDArray> {
  private final Window window;
  private final boolean countPadding;

  Nd4jAveragePool(Window window, boolean countPadding) {
    this.window = window;
    this.countPadding = countPadding;
  }

  @Override
  public INDArray forward(INDArray[] inputs, Pass<INDArray> pass) {
    INDArray x = inputs[0];
    INDArray output = pass.activation(window.outputShape(x.shape(), x.size(3)));
    Nd4j.exec(DynamicCustomOp.builder("avgpool2d")
        .addInputs(Padding.around(x, window, 0))
        .addOutputs(output)
        .addIntegerArguments(Padding.poolArguments(window))
        .build());
    output.muli(shareOfWindow(x, output));
    return output;
  }

  @Override
  public INDArray[] backward(
      INDArray[] inputs, INDArray output, INDArray outputGradient, Pass<INDArray> pass) {
    INDArray x = inputs[0];
    INDArray framed = Padding.around(x, window, 0);
    INDArray framedGradient = framed.ulike();
    Nd4j.exec(DynamicCustomOp.builder("avgpool2d_bp")
        .addInputs(framed, outputGradient.mul(shareOfWindow(x, output)))
        .addOutputs(framedGradient)
        .addIntegerArguments(Padding.poolArguments(window))
        .build());
    INDArray dx = pass.gradient(x.shape());
    dx.assign(Padding.inside(framedGradient, x.shape(), window));
    return new INDArray[] {dx};
  }

  /**
   * For each window, its kernel's area over its number of pixels that count: {@code N x H' x W' x
   * C}.
   */
  private INDArray shareOfWindow(INDArray x, INDArray output) {
    INDArray share = Nd4j.create(x.dataType(), 1, output.size(1), output.size(2), 1);
    double area = (double) window.kernel(0) * window.kernel(1);
    for (int row = 0; row < output.size(1); row++) {
      for (int column = 0; column < output.size(2); column++) {
        share.putScalar(
            new int[] {0, row, column, 0},
            area / (counted(0, row, x.size(1)) * counted(1, column, x.size(2))));
      }
    }
    return share.broadcast(output.ulike());
  }

  private double counted(int axis, int position, long size) {
    long padding = window.padding(axis);
    long first = (long) position * window.stride(axis) - padding;
    long end = first + window.kernel(axis);
    return countPadding
        ? Math.min(end, size + padding) - first
        : Math.min(end, size) - Math.max(first, 0);
  }
}
