package sevennets.kernels.nd4j;

import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * Queries, keys and values of every head of every sequence, by libnd4j.
 *
 * <pre>{@code
 * Heads heads = Heads.of(images, 3);  // N x L x 3C, 3 heads: queries (3N) x L x C/3
 * }</pre>
 *
 * @param queries {@code (N*heads) x L x d}, as are {@code keys} and {@code values}
 */
public record Heads(INDArray queries, INDArray keys, INDArray values, int heads) {

  /**
   * From {@code N x L x 3D}.
   *
   * @throws IllegalArgumentException unless 3D is three times a multiple of the heads
   */
  public static Heads of(INDArray queriesKeysValues, int heads) {
    requireWidth(queriesKeysValues, heads);
    return new Heads(
        cut(part(queriesKeysValues, 0), heads),
        cut(part(queriesKeysValues, 1), heads),
        cut(part(queriesKeysValues, 2), heads),
        heads);
  }

  public static void requireWidth(INDArray queriesKeysValues, int heads) {
    if (queriesKeysValues.rank() != 3 || queriesKeysValues.size(2) % (3L * heads) != 0) {
      throw new IllegalArgumentException(
          "%d heads need N x L x 3D with D a multiple of %d; received %s"
              .formatted(heads, heads, Arrays.toString(queriesKeysValues.shape())));
    }
  }

  /** A view of the first, second or last third of the channels. */
  static INDArray part(INDArray tokens, int third) {
    long width = tokens.size(2) / 3;
    return tokens.get(
        NDArrayIndex.all(),
        NDArrayIndex.all(),
        NDArrayIndex.interval(third * width, (third + 1) * width));
  }

  /** {@code N x L x D} to {@code (N*heads) x L x d}. */
  static INDArray cut(INDArray tokens, int heads) {
    long n = tokens.size(0);
    long length = tokens.size(1);
    long d = tokens.size(2) / heads;
    return tokens
        .dup('c')
        .reshape('c', n, length, heads, d)
        .permute(0, 2, 1, 3)
        .dup('c')
        .reshape('c', n * heads, length, d);
  }

  /** The reverse of {@link #cut}. */
  static INDArray join(INDArray cut, int heads) {
    long n = cut.size(0) / heads;
    long length = cut.size(1);
    return cut.reshape('c', n, heads, length, cut.size(2))
        .permute(0, 2, 1, 3)
        .dup('c')
        .reshape('c', n, length, heads * cut.size(2));
  }

  double scale() {
    return 1 / Math.sqrt(queries.size(2));
  }

  /** {@code N x heads x L x L}. */
  public INDArray weights() {
    long length = queries.size(1);
    INDArray scores = Nd4j.matmul(queries, keys, false, true, false).muli(scale());
    INDArray rows = scores.reshape('c', scores.length() / length, length);
    Transforms.exp(rows.subiColumnVector(rows.max(true, 1)), false);
    rows.diviColumnVector(rows.sum(true, 1));
    return rows.reshape('c', queries.size(0) / heads, heads, length, length);
  }
}
