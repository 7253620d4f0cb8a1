package sevennets.data;

import java.awt.image.SampleModel;
import java.io.IOException;
import java.util.Iterator;
import javax.imageio.ImageReader;
import javax.imageio.ImageTypeSpecifier;
import sevennets.files.DataException;

/**
 * How large an image may be. It is asked of its header, before a pixel is decoded: a file of a
 * hundred bytes can claim ten gigabytes.
 */
final class ImageLimits {
  /** More than cameras take; {@value #PROPERTY} names another number. */
  private static final long MAX_PIXELS = 128_000_000;

  private static final String PROPERTY = "sevennets.maxImagePixels";
  private static final String VARIABLE = "SEVENNETS_MAX_IMAGE_PIXELS";
  /** The share of Java's memory that one decoded picture may take. */
  private static final int SHARE = 4;
  /** The shorter side that an image keeps: twice what the largest net here takes in. */
  static final int LEAST_SIDE = 1024;

  private ImageLimits() {}

  /** Refuses an image of more pixels than the limit. */
  static void requirePixels(int width, int height) {
    long limit = limit();
    if ((long) width * height > limit) {
      throw new DataException(
          "it claims %,d x %,d pixels, above %,d it is refused undecoded; %s=N allows N pixels"
              .formatted(width, height, limit, VARIABLE));
    }
  }

  /** Refuses numbers that no array holds. */
  static int requireNumbers(int channels, int height, int width) {
    long numbers = (long) channels * height * width;
    if (numbers > Integer.MAX_VALUE - 8) {
      throw new DataException("an image of [%dx%dx%d] has %,d numbers, at most %,d can be held"
          .formatted(channels, height, width, numbers, Integer.MAX_VALUE - 8));
    }
    return (int) numbers;
  }

  /**
   * Of how many pixels, along each side, one is to be decoded so that the picture fits into memory.
   *
   * @throws DataException if it would be too small then
   */
  static int step(int width, int height, int bytesPerPixel) {
    return step(width, height, bytesPerPixel, Runtime.getRuntime().maxMemory() / SHARE);
  }

  static int step(int width, int height, int bytesPerPixel, long budget) {
    int step = 1;
    while ((long) (width / step) * (height / step) * bytesPerPixel > budget) {
      step++;
    }
    if (step > 1 && Math.min(width, height) / step < LEAST_SIDE) {
      throw tooLarge(width, height, bytesPerPixel);
    }
    return step;
  }

  /**
   * Refuses a picture that is laid out in full and doesn't fit into memory: the screen of an
   * animation, which a small file may claim as large as it likes.
   */
  static void requireWhole(int width, int height, int bytesPerPixel) {
    requireWhole(width, height, bytesPerPixel, Runtime.getRuntime().maxMemory() / SHARE);
  }

  static void requireWhole(int width, int height, int bytesPerPixel, long budget) {
    if (step(width, height, bytesPerPixel, budget) > 1) {
      throw tooLarge(width, height, bytesPerPixel);
    }
  }

  private static DataException tooLarge(int width, int height, int bytesPerPixel) {
    return new DataException(
        "its %,d x %,d pixels take %,d MB decoded, more than a quarter of Java's memory; give Java %,d MB (-Xmx%dm)"
            .formatted(
                width,
                height,
                (long) width * height * bytesPerPixel >> 20,
                ((long) width * height * bytesPerPixel * SHARE >> 20) + 1,
                ((long) width * height * bytesPerPixel * SHARE >> 20) + 1));
  }

  /** What a pixel takes in memory as a reader decodes it. */
  static int bytesPerPixel(ImageReader reader) throws IOException {
    Iterator<ImageTypeSpecifier> types = reader.getImageTypes(0);
    if (!types.hasNext()) {
      return Integer.BYTES;
    }
    SampleModel samples = types.next().getSampleModel();
    int bits = 0;
    for (int each : samples.getSampleSize()) {
      bits += each;
    }
    return Math.max(1, (bits + 7) / 8);
  }

  private static long limit() {
    String named = System.getProperty(PROPERTY, System.getenv(VARIABLE));
    if (named == null || named.isBlank()) {
      return MAX_PIXELS;
    }
    try {
      return Math.min(Long.parseLong(named.strip()), Integer.MAX_VALUE - 8);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "%s should be a number of pixels, it is '%s'".formatted(VARIABLE, named), e);
    }
  }
}
