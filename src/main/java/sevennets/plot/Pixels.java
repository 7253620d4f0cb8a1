package sevennets.plot;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Arrays of numbers as pictures. */
final class Pixels {
  /** Which value is black and which is white. */
  enum Range {
    /** 0 and 1. */
    UNIT,
    /** The smallest and the largest of each image. */
    EACH,
    /** The smallest and the largest of all images. */
    ALL,
    /** The largest magnitude of all, below and above zero. */
    SYMMETRIC
  }

  /** From nothing to the most: each darker than the one before, so that it reads in grey too. */
  private static final Color[] HEAT = {
    Color.WHITE, new Color(0xFDD49E), new Color(0xFC8D59), new Color(0xD7301F), new Color(0x7F0000)
  };

  /** Of the image that is seen through its heat map. */
  private static final float IMAGE = 0.3f;

  private Pixels() {}

  /** @param images N x C x H x W, C = 1 or 3 */
  static List<BufferedImage> images(INDArray images, Range range) {
    if (images.rank() != 4 || images.size(1) != 1 && images.size(1) != 3) {
      throw new IllegalArgumentException(
          "images must be N x C x H x W with C = 1 or 3, and have the shape "
              + Arrays.toString(images.shape()));
    }
    int channels = (int) images.size(1);
    int height = (int) images.size(2);
    int width = (int) images.size(3);
    float[] values = images.castTo(DataType.FLOAT).dup('c').data().asFloat();
    int size = channels * height * width;
    float[] ends = ends(values, range);
    List<BufferedImage> result = new ArrayList<>();
    for (int n = 0; n < images.size(0); n++) {
      float[] one = Arrays.copyOfRange(values, n * size, (n + 1) * size);
      result.add(image(
          scaled(one, range == Range.EACH ? ends(one, range) : ends), channels, height, width));
    }
    return result;
  }

  /** @param heat N x 1 x H x W in [0, 1] */
  static List<BufferedImage> heated(List<BufferedImage> images, INDArray heat) {
    BufferedImage first = images.get(0);
    long[] required = {images.size(), 1, first.getHeight(), first.getWidth()};
    if (!Arrays.equals(required, heat.shape())) {
      throw new IllegalArgumentException(
          "the heat maps of these images must have the shape %s, and have %s"
              .formatted(Arrays.toString(required), Arrays.toString(heat.shape())));
    }
    List<BufferedImage> result = new ArrayList<>();
    for (int n = 0; n < images.size(); n++) {
      result.add(heated(images.get(n), heat.slice(n).dup('c').data().asFloat()));
    }
    return result;
  }

  private static BufferedImage heated(BufferedImage image, float[] heat) {
    int width = image.getWidth();
    float[] values = new float[3 * heat.length];
    for (int i = 0; i < heat.length; i++) {
      int rgb = image.getRGB(i % width, i / width);
      float grey = ((rgb >> 16 & 0xFF) + (rgb >> 8 & 0xFF) + (rgb & 0xFF)) / (3 * 255f);
      float[] hot = hot(heat[i]).getRGBColorComponents(null);
      for (int c = 0; c < 3; c++) {
        values[c * heat.length + i] = IMAGE * grey + (1 - IMAGE) * hot[c];
      }
    }
    return image(values, 3, image.getHeight(), width);
  }

  /** The colour of a value from 0 to 1 in a heat map. */
  static Color hot(float value) {
    float place = Math.max(0, Math.min(1, value)) * (HEAT.length - 1);
    int below = Math.min((int) place, HEAT.length - 2);
    float[] a = HEAT[below].getRGBColorComponents(null),
        b = HEAT[below + 1].getRGBColorComponents(null);
    float part = place - below;
    return new Color(
        a[0] + part * (b[0] - a[0]), a[1] + part * (b[1] - a[1]), a[2] + part * (b[2] - a[2]));
  }

  /** @param values C x H x W in [0, 1] */
  static BufferedImage image(float[] values, int channels, int height, int width) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    int plane = height * width;
    for (int i = 0; i < plane; i++) {
      int red = level(values[i]);
      int green = channels == 1 ? red : level(values[plane + i]);
      int blue = channels == 1 ? red : level(values[2 * plane + i]);
      image.setRGB(i % width, i / width, red << 16 | green << 8 | blue);
    }
    return image;
  }

  /** Which values are black and white. */
  private static float[] ends(float[] values, Range range) {
    if (range == Range.UNIT) return new float[] {0, 1};
    float low = Float.POSITIVE_INFINITY, high = Float.NEGATIVE_INFINITY;
    for (float v : values) {
      low = Math.min(low, v);
      high = Math.max(high, v);
    }
    float largest = Math.max(Math.abs(low), Math.abs(high));
    return range == Range.SYMMETRIC ? new float[] {-largest, largest} : new float[] {low, high};
  }

  private static float[] scaled(float[] values, float[] ends) {
    float span = ends[1] > ends[0] ? ends[1] - ends[0] : 1; // an image of one value is black
    for (int i = 0; i < values.length; i++) {
      values[i] = (values[i] - ends[0]) / span;
    }
    return values;
  }

  private static int level(float value) {
    return Math.max(0, Math.min(255, Math.round(255 * value)));
  }
}
