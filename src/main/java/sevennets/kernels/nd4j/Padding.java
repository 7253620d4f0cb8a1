package sevennets.kernels.nd4j;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import sevennets.kernels.Window;

/**
 * Images set into a frame, so that every window of a {@link Window}, partial ones too, lies inside.
 */
final class Padding {
  private Padding() {}

  static INDArray around(INDArray images, Window window, double value) {
    long[] size = images.shape();
    INDArray framed = Nd4j.valueArrayOf(
        new long[] {size[0], framed(window, 0, size[1]), framed(window, 1, size[2]), size[3]},
        value,
        images.dataType());
    inside(framed, size, window).assign(images);
    return framed;
  }

  /** The view of the images' own pixels in a framed batch. */
  static INDArray inside(INDArray framed, long[] size, Window window) {
    int top = window.padding(0);
    int left = window.padding(1);
    return framed.get(
        NDArrayIndex.all(),
        NDArrayIndex.interval(top, top + size[1]),
        NDArrayIndex.interval(left, left + size[2]),
        NDArrayIndex.all());
  }

  private static long framed(Window window, int axis, long size) {
    return window.padding(axis) + size + window.trailingPadding(axis, size);
  }

  /** Integer arguments of libnd4j's pooling operations over framed images. */
  static int[] poolArguments(Window window) {
    int averageOverWholeWindow = 1;
    int channelsLast = 1;
    return new int[] {
      window.kernel(0),
      window.kernel(1),
      window.stride(0),
      window.stride(1),
      0,
      0,
      1,
      1,
      0,
      averageOverWholeWindow,
      channelsLast
    };
  }
}
