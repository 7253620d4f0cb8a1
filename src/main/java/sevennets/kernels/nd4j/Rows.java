package sevennets.kernels.nd4j;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Contiguous arrays, and views of {@code N x H x W x C} images (or {@code N x C} vectors).
 *
 * <pre>{@code
 * INDArray first = Rows.channels(images, 0, 3);  // a view of N x H x W x C, channels 0 to 2
 * }</pre>
 */
public final class Rows {
  private Rows() {}

  /** The array itself if it lies in memory in c order without gaps, else such a copy. */
  public static INDArray dense(INDArray array) {
    return array.ordering() == 'c' && isDense(array) ? array : array.dup('c');
  }

  /**
   * As ND4J's own check would find it, but for images with one channel, which it takes for gappy:
   * their last two strides are alike.
   */
  private static boolean isDense(INDArray array) {
    long stride = 1;
    for (int axis = array.rank() - 1; axis >= 0; axis--) {
      if (array.size(axis) != 1 && array.stride(axis) != stride) {
        return false;
      }
      stride *= array.size(axis);
    }
    return true;
  }

  /** A view of a contiguous c-order array as {@code (N*H*W) x C}. */
  public static INDArray of(INDArray array) {
    long channels = array.size(-1);
    return array.rank() == 2 ? array : array.reshape('c', array.length() / channels, channels);
  }

  /** A view of the images' channels {@code from} (inclusive) to {@code to} (exclusive). */
  public static INDArray channels(INDArray images, long from, long to) {
    return images.get(
        NDArrayIndex.all(),
        NDArrayIndex.all(),
        NDArrayIndex.all(),
        NDArrayIndex.interval(from, to));
  }
}
