package sevennets.kernels.nd4j;

import org.nd4j.linalg.api.ndarray.INDArray;
import sevennets.kernels.Kernel;
import sevennets.kernels.Pass;

/**
 * A choice of channels by libnd4j's copies.
 *
 * <pre>{@code
 * Kernel<INDArray> choice = new Nd4jSelectChannels(new int[] {0, 2, 4});
 * }</pre>
 */
public final class Nd4jSelectChannels implements Kernel<INDArray> {
  private final int[] channels;

  public Nd4jSelectChannels(int[] channels) {
    this.channels = channels;
  }

  @Override
  public INDArray forward(INDArray[] inputs, Pass<INDArray> pass) {
    INDArray x = inputs[0];
    INDArray output = pass.activation(x.size(0), x.size(1), x.size(2), channels.length);
    for (int i = 0; i < channels.length; i++) {
      Rows.channels(output, i, i + 1).assign(Rows.channels(x, channels[i], channels[i] + 1));
    }
    return output;
  }

  @Override
  public INDArray[] backward(
      INDArray[] inputs, INDArray output, INDArray outputGradient, Pass<INDArray> pass) {
    INDArray dx = pass.gradient(inputs[0].shape()).assign(0);
    for (int i = 0; i < channels.length; i++) {
      Rows.channels(dx, channels[i], channels[i] + 1)
          .assign(Rows.channels(outputGradient, i, i + 1));
    }
    return new INDArray[] {dx};
  }
}
