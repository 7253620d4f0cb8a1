package sevennets.train;

import java.util.List;
import org.nd4j.linalg.api.buffer.DataBuffer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The scores that a net gives the classes of each image of a batch, before the softmax, on the Java
 * side.
 *
 * @param values {@code N x classes}, row by row
 */
record Scores(float[] values, int classes) {

  /** Copies {@code N x classes} scores from wherever they are. */
  static Scores of(INDArray logits) {
    return new Scores(inRows(logits), (int) logits.size(1));
  }

  /** The scores of several batches, one after the other. */
  static Scores join(List<Scores> parts) {
    float[] all = new float[parts.stream().mapToInt(part -> part.values.length).sum()];
    int at = 0;
    for (Scores part : parts) {
      System.arraycopy(part.values, 0, all, at, part.values.length);
      at += part.values.length;
    }
    return new Scores(all, parts.get(0).classes);
  }

  private static float[] inRows(INDArray logits) {
    DataBuffer data = logits.data();
    boolean inPlace = logits.ordering() == 'c'
        && logits.elementWiseStride() == 1
        && logits.offset() == 0
        && data.length() == logits.length();
    if (inPlace) {
      return data.asFloat();
    }
    INDArray copy = logits.dup('c');
    float[] values = copy.data().asFloat();
    copy.close();
    return values;
  }

  int images() {
    return values.length / classes;
  }

  /**
   * How many classes come before the true one: 0 if it has the highest score. Of equal scores the
   * first class comes first, NaN comes last.
   */
  int rank(int image, int trueClass) {
    float score = at(image, trueClass);
    int rank = 0;
    for (int c = 0; c < classes; c++) {
      boolean below = at(image, c) < score || (at(image, c) == score && c > trueClass);
      rank += below || c == trueClass ? 0 : 1;
    }
    return rank;
  }

  /** The class with the highest score; of equal ones the first. */
  int best(int image) {
    int best = 0;
    for (int c = 1; c < classes; c++) {
      best = at(image, c) > at(image, best) ? c : best;
    }
    return best;
  }

  /** The softmax's probability of a class, in [0, 1]. */
  double probability(int image, int ofClass) {
    return Math.exp(-crossEntropy(image, ofClass));
  }

  /**
   * The cross-entropy, in nats: minus the logarithm of the softmax's probability of the true class.
   */
  double crossEntropy(int image, int trueClass) {
    double highest = at(image, best(image));
    double sum = 0;
    for (int c = 0; c < classes; c++) {
      sum += Math.exp(at(image, c) - highest);
    }
    return highest + Math.log(sum) - at(image, trueClass);
  }

  /** The sum of {@link #crossEntropy} over the batch. */
  double crossEntropy(int[] classes) {
    double sum = 0;
    for (int i = 0; i < classes.length; i++) {
      sum += crossEntropy(i, classes[i]);
    }
    return sum;
  }

  private float at(int image, int ofClass) {
    return values[image * classes + ofClass];
  }
}
