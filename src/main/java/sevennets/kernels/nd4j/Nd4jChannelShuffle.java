package sevennets.kernels.nd4j;

import org.nd4j.linalg.api.ndarray.INDArray;
import sevennets.kernels.Kernel;
import sevennets.kernels.Pass;

/**
 * A channel shuffle by libnd4j's copies: of {@code groups x C/groups} the transpose, and back.
 *
 * <pre>{@code
 * Kernel<INDArray> shuffle = new Nd4jChannelShuffle(3);  // channels 0 to 5 become 0 2 4 1 3 5
 * }</pre>
 */
public final class Nd4jChannelShuffle implements Kernel<INDArray> {
  private final int groups;

  public Nd4jChannelShuffle(int groups) {
    this.groups = groups;
  }

  @Override
  public INDArray forward(INDArray[] inputs, Pass<INDArray> pass) {
    INDArray output = pass.activation(inputs[0].shape());
    transpose(inputs[0], groups, output);
    return output;
  }

  @Override
  public INDArray[] backward(
      INDArray[] inputs, INDArray output, INDArray outputGradient, Pass<INDArray> pass) {
    INDArray dx = pass.gradient(inputs[0].shape());
    transpose(outputGradient, inputs[0].size(3) / groups, dx);
    return new INDArray[] {dx};
  }

  private static void transpose(INDArray from, long rows, INDArray to) {
    long columns = from.size(3) / rows;
    long pixels = from.length() / from.size(3);
    to.reshape('c', pixels, columns, rows)
        .assign(Rows.dense(from).reshape('c', pixels, rows, columns).permute(0, 2, 1));
  }
}
