package sevennets.plot;

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
    /** The largest magnitude of all, below and above zero. */
    SYMMETRIC
  }

  /** Okabe and Ito's vermilion. */
  private static final float[] HOT = {0.84f, 0.37f, 0};

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
    float largest = magnitude(values);
    List<BufferedImage> result = new ArrayList<>();
    for (int n = 0; n < images.size(0); n++) {
      float[] one = Arrays.copyOfRange(values, n * size, (n + 1) * size);
      result.add(image(scaled(one, range, largest), channels, height, width));
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
      float hot = 0.8f * heat[i]; // never all colour, so that the image is seen below
      for (int c = 0; c < 3; c++) {
        values[c * heat.length + i] = (1 - hot) * grey + hot * HOT[c];
      }
    }
    return image(values, 3, image.getHeight(), width);
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

  private static float[] scaled(float[] values, Range range, float largest) {
    float low = 0;
    float high = 1;
    if (range == Range.SYMMETRIC) {
      low = -largest;
      high = largest;
    } else if (range == Range.EACH) {
      low = Float.POSITIVE_INFINITY;
      high = Float.NEGATIVE_INFINITY;
      for (float v : values) {
        low = Math.min(low, v);
        high = Math.max(high, v);
      }
    }
    float span = high > low ? high - low : 1; // an image of one value is black
    for (int i = 0; i < values.length; i++) {
      values[i] = (values[i] - low) / span;
    }
    return values;
  }

  private static float magnitude(float[] values) {
    float largest = 0;
    for (float v : values) {
      largest = Math.max(largest, Math.abs(v));
    }
    return largest;
  }

  private static int level(float value) {
    return Math.max(0, Math.min(255, Math.round(255 * value)));
  }
}
