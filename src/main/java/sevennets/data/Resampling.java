package sevennets.data;

import java.util.Arrays;

/**
 * The weights that take a line of pixels from one length to another: a filter, widened by the scale
 * when the line shrinks. With {@code scale = from / to}, output i is centred at {@code (i + 1/2) *
 * scale} and covers the filter's radius times {@code max(scale, 1)} pixels to each side.
 */
final class Resampling {
  private final int from;
  private final int to;
  private final Filter filter;
  private final int[] first;
  private final float[][] weights;

  private Resampling(int from, int to, Filter filter) {
    this.from = from;
    this.to = to;
    this.filter = filter;
    first = new int[to];
    weights = new float[to][];
    double scale = (double) from / to;
    double widening = Math.max(scale, 1);
    double support = filter.radius() * widening;
    for (int i = 0; i < to; i++) {
      double centre = (i + 0.5) * scale;
      first[i] = Math.max(0, (int) (centre - support + 0.5));
      int end = Math.min(from, (int) (centre + support + 0.5));
      weights[i] = weights(first[i], end, centre, widening);
    }
  }

  static Resampling of(int from, int to, Filter filter) {
    return new Resampling(from, to, filter);
  }

  private float[] weights(int first, int end, double centre, double widening) {
    double[] raw = new double[end - first];
    double sum = 0;
    for (int j = 0; j < raw.length; j++) {
      raw[j] = filter.weight((first + j + 0.5 - centre) / widening);
      sum += raw[j];
    }
    float[] weights = new float[raw.length];
    for (int j = 0; j < raw.length; j++) {
      weights[j] = (float) (raw[j] / sum);
    }
    return weights;
  }

  /** Rows of {@code from} values become rows of {@code to} values. */
  void alongRows(float[] source, float[] target, int rows) {
    for (int row = 0; row < rows; row++) {
      for (int i = 0; i < to; i++) {
        float sum = 0;
        for (int j = 0; j < weights[i].length; j++) {
          sum += weights[i][j] * source[row * from + first[i] + j];
        }
        target[row * to + i] = filter.limit(sum);
      }
    }
  }

  /** Planes of {@code from} rows become planes of {@code to} rows. */
  void alongColumns(float[] source, float[] target, int planes, int width) {
    for (int plane = 0; plane < planes; plane++) {
      for (int i = 0; i < to; i++) {
        int row = (plane * to + i) * width;
        Arrays.fill(target, row, row + width, 0);
        for (int j = 0; j < weights[i].length; j++) {
          float weight = weights[i][j];
          int above = (plane * from + first[i] + j) * width;
          for (int x = 0; x < width; x++) {
            target[row + x] += weight * source[above + x];
          }
        }
        for (int x = 0; x < width; x++) {
          target[row + x] = filter.limit(target[row + x]);
        }
      }
    }
  }
}
