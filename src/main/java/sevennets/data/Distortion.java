package sevennets.data;

import java.util.random.RandomGenerator;

/**
 * Turns, scales and shifts an image about its centre, bilinear between pixels and black outside:
 * what the Spatial Transformer was tried on (Jaderberg et al. 2015, arXiv:1506.02025, section 4.1,
 * "RTS").
 *
 * <pre>{@code
 * Distortion gentle = new Distortion(15, 0.8, 1.0, 2);  // degrees, least and greatest scale, pixels
 * }</pre>
 *
 * @param degrees the largest turn to either side
 * @param minScale the smallest factor, above 0; 1 leaves the size
 * @param maxScale the largest factor
 * @param shift the largest shift along each axis, in pixels
 */
public record Distortion(double degrees, double minScale, double maxScale, double shift)
    implements Augmentation {

  /**
   * For 32 x 32 images that fill their frame: made smaller, so that there is room to turn them by
   * up to 60 degrees and to shift them.
   */
  public static final Distortion STRONG = new Distortion(60, 0.5, 0.8, 6);

  public Distortion {
    if (!(degrees >= 0 && shift >= 0 && minScale > 0 && maxScale >= minScale)) {
      throw new IllegalArgumentException(
          "a distortion needs degrees and pixels of 0 or more and scales above 0, the smaller first; received %s degrees, scales %s to %s, %s pixels"
              .formatted(degrees, minScale, maxScale, shift));
    }
  }

  @Override
  public void apply(Image image, RandomGenerator random) {
    double angle = Math.toRadians(degrees) * (2 * random.nextDouble() - 1);
    double scale = minScale + (maxScale - minScale) * random.nextDouble();
    double right = shift * (2 * random.nextDouble() - 1);
    double down = shift * (2 * random.nextDouble() - 1);
    place(image, angle, scale, right, down);
  }

  /** For each pixel looks where it was before. */
  private static void place(Image image, double angle, double scale, double right, double down) {
    int height = image.height();
    int width = image.width();
    Image before = new Image().set(image);
    double cos = Math.cos(angle) / scale;
    double sin = Math.sin(angle) / scale;
    double middleX = (width - 1) / 2.0;
    double middleY = (height - 1) / 2.0;
    float[] pixels = image.pixels();
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        double fromX = x - middleX - right;
        double fromY = y - middleY - down;
        double column = cos * fromX + sin * fromY + middleX;
        double line = cos * fromY - sin * fromX + middleY;
        for (int c = 0; c < image.channels(); c++) {
          pixels[(c * height + y) * width + x] = between(before, c, line, column);
        }
      }
    }
  }

  private static float between(Image image, int channel, double line, double column) {
    int top = (int) Math.floor(line);
    int left = (int) Math.floor(column);
    double below = line - top;
    double beside = column - left;
    return (float) ((1 - below)
            * ((1 - beside) * at(image, channel, top, left)
                + beside * at(image, channel, top, left + 1))
        + below
            * ((1 - beside) * at(image, channel, top + 1, left)
                + beside * at(image, channel, top + 1, left + 1)));
  }

  private static double at(Image image, int channel, int y, int x) {
    return y < 0 || x < 0 || y >= image.height() || x >= image.width()
        ? 0
        : image.at(channel, y, x);
  }
}
