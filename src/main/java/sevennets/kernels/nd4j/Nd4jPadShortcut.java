package sevennets.kernels.nd4j;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.INDArrayIndex;
import org.nd4j.linalg.indexing.NDArrayIndex;
import sevennets.kernels.Kernel;
import sevennets.kernels.Pass;

/** The padded shortcut by libnd4j's strided copies. */
final class Nd4jPadShortcut implements Kernel<INDArray> {
  private final int stride;
  private final int channels;

  Nd4jPadShortcut(int stride, int channels) {
    this.stride = stride;
    this.channels = channels;
  }

  @Override
  public INDArray forward(INDArray[] inputs, Pass<INDArray> pass) {
    INDArray x = inputs[0];
    if (x.size(3) > channels) {
      throw new IllegalArgumentException(
          "a padded shortcut cannot drop channels: it has %d, its input %d"
              .formatted(channels, x.size(3)));
    }
    INDArray output = pass.activation(
        x.size(0), (x.size(1) - 1) / stride + 1, (x.size(2) - 1) / stride + 1, channels);
    output.assign(0);
    Rows.channels(output, 0, x.size(3)).assign(sampled(x));
    return output;
  }

  @Override
  public INDArray[] backward(
      INDArray[] inputs, INDArray output, INDArray outputGradient, Pass<INDArray> pass) {
    INDArray dx = pass.gradient(inputs[0].shape()).assign(0);
    sampled(dx).assign(Rows.channels(outputGradient, 0, inputs[0].size(3)));
    return new INDArray[] {dx};
  }

  private INDArray sampled(INDArray images) {
    INDArrayIndex rows = NDArrayIndex.interval(0, stride, images.size(1));
    INDArrayIndex columns = NDArrayIndex.interval(0, stride, images.size(2));
    return images.get(NDArrayIndex.all(), rows, columns, NDArrayIndex.all());
  }
}
