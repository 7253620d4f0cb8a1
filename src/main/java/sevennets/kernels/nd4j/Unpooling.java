package sevennets.kernels.nd4j;

import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;
import sevennets.kernels.Kernel;
import sevennets.kernels.Pass;

/**
 * Unpooling by the kernels of pools, for each is a pool's gradient: that of a max pool sends a
 * number to the place of the maximum, that of an average its share to all places.
 */
final class Unpooling implements Kernel<INDArray> {
  private final Kernel<INDArray> average;
  private final Kernel<INDArray> switches;
  private final int window;

  /** @param switches a max pool's kernel, or null for unpooling to all places */
  Unpooling(Kernel<INDArray> average, Kernel<INDArray> switches, int window) {
    this.average = average;
    this.switches = switches;
    this.window = window;
  }

  @Override
  public INDArray forward(INDArray[] inputs, Pass<INDArray> pass) {
    requireWindows(inputs);
    return pass.activation(inputs[1].shape())
        .assign(spread(inputs[1], inputs[0], new ScratchPass(pass)));
  }

  private void requireWindows(INDArray[] inputs) {
    INDArray small = inputs[0];
    INDArray large = inputs[1];
    if (large.size(1) != small.size(1) * window
        || large.size(2) != small.size(2) * window
        || large.size(3) != small.size(3)) {
      throw new IllegalArgumentException(
          "unpooling by %d needs images of %d times the size; received %s and %s"
              .formatted(
                  window, window, Arrays.toString(small.shape()), Arrays.toString(large.shape())));
    }
  }

  /** Each value where it belongs. */
  private INDArray spread(INDArray pooledFrom, INDArray values, Pass<INDArray> scratch) {
    INDArray[] inputs = {pooledFrom};
    Kernel<INDArray> kernel = switches != null ? switches : average;
    INDArray pooled = kernel.forward(inputs, scratch);
    INDArray spread = kernel.backward(inputs, pooled, values, scratch)[0];
    return switches != null ? spread : spread.muli(window * window);
  }

  /** Each value's gradient is the sum of those of the places it went to. */
  @Override
  public INDArray[] backward(
      INDArray[] inputs, INDArray output, INDArray outputGradient, Pass<INDArray> pass) {
    Pass<INDArray> scratch = new ScratchPass(pass);
    INDArray places = Rows.dense(outputGradient);
    if (switches != null) {
      places =
          spread(inputs[1], pass.scratch(inputs[0].shape()).assign(1), scratch).muli(places);
    }
    INDArray dSmall = pass.gradient(inputs[0].shape());
    dSmall.assign(average.forward(new INDArray[] {places}, scratch)).muli(window * window);
    return new INDArray[] {dSmall, pass.gradient(inputs[1].shape()).assign(0)};
  }
}
