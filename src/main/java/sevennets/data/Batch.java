package sevennets.data;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * One step's examples. The {@link Loader} uses a batch's arrays again: they hold these examples
 * until the next batch is asked for.
 *
 * <pre>{@code
 * for (Batch batch : Loader.evaluation(data.test(), normalisation, 250).epoch(1, 0))
 *   System.out.println(batch.images().shapeInfoToString());
 * }</pre>
 *
 * @param images float32, {@code N x C x H x W}, normalised
 * @param labels float32, {@code N x classes}: one-hot, or softened by label smoothing and mixup;
 *     rows sum to 1, or to 0 where the class is not to be known
 * @param classes the class of each of the N examples, before any softening, or
 *     {@link Dataset#UNLABELLED}
 */
public record Batch(INDArray images, INDArray labels, int[] classes) {
  /** The number of examples, N. */
  public int size() {
    return classes.length;
  }
}
