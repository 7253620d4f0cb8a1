package sevennets.layers;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Views of contiguous {@code N x H x W x C} images (or {@code N x C} vectors). */
final class Rows {
  private Rows() {}

  /** A view of a contiguous c-order array as {@code (N*H*W) x C}. */
  static INDArray of(INDArray array) {
    long channels = array.size(-1);
    return array.rank() == 2 ? array : array.reshape('c', array.length() / channels, channels);
  }

  /** A view of the images' channels {@code from} (inclusive) to {@code to} (exclusive). */
  static INDArray channels(INDArray images, long from, long to) {
    return images.get(
        NDArrayIndex.all(),
        NDArrayIndex.all(),
        NDArrayIndex.all(),
        NDArrayIndex.interval(from, to));
  }
}
