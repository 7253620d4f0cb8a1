package sevennets.data;

import java.util.Arrays;

/**
 * The weights that take a line of pixels from one length to another: a filter, widened by the scale
 * when the line shrinks. With {@code scale = from / to}, output i is centred at {@code (i + 1/2) *
 * scale} and covers the filter's radius times {@code max(scale, 1)} pixels to each side.
 */
final class Resampling {
  /**
   * Binary places of Pillow's weights for levels of 8 bits (Resample.c, PRECISION_BITS). Where two
   * levels are equally near, as between the pixels of an image made twice as large, its whole
   * numbers round up; sums of floats would fall on either side.
   */
  private static final int PLACES = 22;

  private static final int HALF = 1 << PLACES - 1;
  private static final int LEVELS = 255;

  private final int begin;
  private final int end;
  private final boolean same;
  private final Filter filter;
  private final boolean wholeGreys;
  /** Of each output, the first pixel that counts, seen from {@link #begin}. */
  private final int[] first;

  private final float[][] weights;
  /** The weights as Pillow's whole numbers; of none where the outputs are not rounded. */
  private final int[][] fixed;

  private Resampling(int from, int to, Filter filter, boolean wholeGreys, int start, int count) {
    this.filter = filter;
    this.wholeGreys = wholeGreys;
    same = from == to;
    first = new int[count];
    weights = new float[count][];
    fixed = new int[wholeGreys ? count : 0][];
    double scale = (double) from / to;
    double widening = Math.max(scale, 1);
    double support = filter.radius() * widening;
    for (int i = 0; i < count; i++) {
      double centre = (start + i + 0.5) * scale;
      first[i] = Math.max(0, (int) (centre - support + 0.5));
      int past = Math.min(from, (int) (centre + support + 0.5));
      double[] exact = weights(first[i], past, centre, widening);
      weights[i] = new float[exact.length];
      for (int j = 0; j < exact.length; j++) {
        weights[i][j] = (float) exact[j];
      }
      if (wholeGreys) {
        fixed[i] = Arrays.stream(exact).mapToInt(Resampling::fixed).toArray();
      }
    }
    begin = same ? start : first[0];
    end = same ? start + count : first[count - 1] + weights[count - 1].length;
    for (int i = 0; i < count; i++) {
      first[i] -= begin;
    }
  }

  /**
   * The weights of {@code count} of the {@code to} outputs, from output {@code start} on. A line
   * that keeps its length is left as it is.
   *
   * @param wholeGreys whether the outputs are rounded to 255ths, as Pillow rounds after each pass
   */
  static Resampling of(int from, int to, Filter filter, boolean wholeGreys, int start, int count) {
    return new Resampling(from, to, filter, wholeGreys, start, count);
  }

  private double[] weights(int first, int end, double centre, double widening) {
    double[] raw = new double[end - first];
    double sum = 0;
    for (int j = 0; j < raw.length; j++) {
      raw[j] = filter.weight((first + j + 0.5 - centre) / widening);
      sum += raw[j];
    }
    for (int j = 0; j < raw.length; j++) {
      raw[j] /= sum;
    }
    return raw;
  }

  private static int fixed(double weight) {
    double scaled = weight * (1 << PLACES);
    return (int) (scaled < 0 ? scaled - 0.5 : scaled + 0.5);
  }

  private static int level(float value) {
    return Math.round(value * LEVELS);
  }

  /** The level that a sum of weighted ones stands for, in [0, 1]. */
  private static float value(int sum) {
    return Math.max(0, Math.min(LEVELS, sum >> PLACES)) / (float) LEVELS;
  }

  /** The first pixel of the line that counts. */
  int begin() {
    return begin;
  }

  /** The pixel after the last that counts. */
  int end() {
    return end;
  }

  /** How many pixels of the line count. */
  int length() {
    return end - begin;
  }

  /** One row, given from {@link #begin} on, becomes the outputs. */
  void alongRow(float[] source, int from, float[] target, int to) {
    if (same) {
      System.arraycopy(source, from, target, to, first.length);
      return;
    }
    if (wholeGreys) {
      levelsAlongRow(source, from, target, to);
      return;
    }
    for (int i = 0; i < first.length; i++) {
      float sum = 0;
      for (int j = 0; j < weights[i].length; j++) {
        sum += weights[i][j] * source[from + first[i] + j];
      }
      target[to + i] = filter.limit(sum);
    }
  }

  private void levelsAlongRow(float[] source, int from, float[] target, int to) {
    for (int i = 0; i < first.length; i++) {
      int sum = HALF;
      for (int j = 0; j < fixed[i].length; j++) {
        sum += fixed[i][j] * level(source[from + first[i] + j]);
      }
      target[to + i] = value(sum);
    }
  }

  /**
   * Planes of {@link #length} rows, the first of which is row {@link #begin}, become planes of the
   * outputs.
   */
  void alongColumns(float[] source, float[] target, int planes, int width) {
    if (same) {
      System.arraycopy(source, 0, target, 0, planes * first.length * width);
      return;
    }
    if (wholeGreys) {
      levelsAlongColumns(source, target, planes, width);
      return;
    }
    for (int plane = 0; plane < planes; plane++) {
      for (int i = 0; i < first.length; i++) {
        int row = (plane * first.length + i) * width;
        Arrays.fill(target, row, row + width, 0);
        for (int j = 0; j < weights[i].length; j++) {
          float weight = weights[i][j];
          int above = (plane * length() + first[i] + j) * width;
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

  private void levelsAlongColumns(float[] source, float[] target, int planes, int width) {
    int[] sums = new int[width];
    for (int plane = 0; plane < planes; plane++) {
      for (int i = 0; i < first.length; i++) {
        Arrays.fill(sums, HALF);
        for (int j = 0; j < fixed[i].length; j++) {
          int above = (plane * length() + first[i] + j) * width;
          for (int x = 0; x < width; x++) {
            sums[x] += fixed[i][j] * level(source[above + x]);
          }
        }
        int row = (plane * first.length + i) * width;
        for (int x = 0; x < width; x++) {
          target[row + x] = value(sums[x]);
        }
      }
    }
  }
}
