package sevennets.data;

import java.util.Arrays;
import sevennets.files.DataException;

/**
 * One image that augmentations change in place: {@code C x H x W} floats in [0, 1]. It keeps two
 * buffers and swaps them, so that a thread which works through a dataset with one image allocates
 * nothing.
 *
 * <p>What is not seen is not computed: a file's picture stays as it was decoded, and scaling waits,
 * until the pixels are asked for or a window is cut out. So a panorama that is scaled to 224 pixels
 * never has all its numbers in memory, and a line of 200,000 pixels that is scaled until its
 * shorter side suffices is computed where the crop lies.
 *
 * <pre>{@code
 * Image corner = photo.window(0, 0, 32, 32).flip();
 * float red = corner.at(0, 0, 0);  // channel, row, column; 0 to 1
 * }</pre>
 */
public final class Image {
  private int channels;
  private int height;
  private int width;
  private float[] pixels = {};
  private float[] spare = {};
  /** Where the pixels are still to be read from; null once they are in the array. */
  private Picture picture;
  /** The place in the picture of what is seen of it. */
  private int pictureTop;

  private int pictureLeft;
  /** What is still to be done to them; null if nothing is. */
  private Scaling scaling;

  /** Scaling to the image's size, from the one that it had. */
  private record Scaling(int height, int width, Filter filter, boolean wholeGreys) {}

  /** An image of no size; {@link #reshape} gives it one. */
  public Image() {}

  /** An image of the given pixels, in C, H, W order; the array is used, not copied. */
  public Image(int channels, int height, int width, float[] pixels) {
    if (pixels.length != channels * height * width) {
      throw new IllegalArgumentException("an image of [%dx%dx%d] has %d values, received %d"
          .formatted(channels, height, width, channels * height * width, pixels.length));
    }
    this.channels = channels;
    this.height = height;
    this.width = width;
    this.pixels = pixels;
  }

  public int channels() {
    return channels;
  }

  public int height() {
    return height;
  }

  public int width() {
    return width;
  }

  /** The values in C, H, W order; the array may be longer than the image. */
  public float[] pixels() {
    settle();
    return pixels;
  }

  /** The value at one place, {@code [channel, y, x]}. */
  public float at(int channel, int y, int x) {
    return pixels()[(channel * height + y) * width + x];
  }

  /** The shape as messages write it, {@code [CxHxW]}. */
  public String shape() {
    return "[%dx%dx%d]".formatted(channels, height, width);
  }

  /**
   * Takes a new size, and gives the array that the new pixels are to be written into. What was
   * there is lost.
   */
  public float[] reshape(int channels, int height, int width) {
    pixels = atLeast(pixels, ImageLimits.requireNumbers(channels, height, width));
    this.channels = channels;
    this.height = height;
    this.width = width;
    picture = null;
    scaling = null;
    return pixels;
  }

  /** Becomes a decoded picture, {@code 3 x H x W}. */
  void show(Picture decoded) {
    channels = 3;
    height = decoded.height();
    width = decoded.width();
    picture = decoded;
    pictureTop = 0;
    pictureLeft = 0;
    scaling = null;
  }

  /**
   * Becomes a copy of another image. Of a file's image nothing is computed: both then read the one
   * decoded picture.
   */
  public Image set(Image other) {
    return other.picture != null ? share(other) : copy(other);
  }

  private Image share(Image other) {
    Picture shared = other.picture.again();
    channels = other.channels;
    height = other.height;
    width = other.width;
    pictureTop = other.pictureTop;
    pictureLeft = other.pictureLeft;
    scaling = other.scaling;
    picture = shared;
    return this;
  }

  private Image copy(Image other) {
    float[] values = other.pixels();
    int length = other.channels * other.height * other.width;
    System.arraycopy(values, 0, reshape(other.channels, other.height, other.width), 0, length);
    return this;
  }

  /**
   * Keeps the rectangle whose upper left corner is at {@code (top, left)}. It may reach over the
   * edges, there the image is 0 (black): so this is also the way to pad and to shift.
   */
  public Image window(int top, int left, int newHeight, int newWidth) {
    boolean inside = top >= 0 && left >= 0 && top + newHeight <= height && left + newWidth <= width;
    if (scaling != null && inside) {
      return scaled(top, left, newHeight, newWidth);
    }
    if (scaling == null && picture != null && inside) {
      pictureTop += top;
      pictureLeft += left;
      height = newHeight;
      width = newWidth;
      return this;
    }
    int firstRow = Math.max(0, -top);
    int lastRow = Math.min(newHeight, height - top);
    int firstColumn = Math.max(0, -left);
    int lastColumn = Math.min(newWidth, width - left);
    if (firstRow >= lastRow || firstColumn >= lastColumn) {
      Arrays.fill(reshape(channels, newHeight, newWidth), 0, channels * newHeight * newWidth, 0);
      return this;
    }
    if (picture != null || scaling != null) {
      // First what is seen of it, then the black around that.
      int rows = lastRow - firstRow;
      int columns = lastColumn - firstColumn;
      window(top + firstRow, left + firstColumn, rows, columns).settle();
      return copied(-firstRow, -firstColumn, newHeight, newWidth);
    }
    return copied(top, left, newHeight, newWidth);
  }

  private Image copied(int top, int left, int newHeight, int newWidth) {
    spare = atLeast(spare, ImageLimits.requireNumbers(channels, newHeight, newWidth));
    if (top < 0 || left < 0 || top + newHeight > height || left + newWidth > width) {
      Arrays.fill(spare, 0, channels * newHeight * newWidth, 0);
    }
    int firstRow = Math.max(0, -top);
    int lastRow = Math.min(newHeight, height - top);
    int firstColumn = Math.max(0, -left);
    int columns = Math.min(newWidth, width - left) - firstColumn;
    for (int c = 0; c < channels; c++) {
      for (int y = firstRow; y < lastRow; y++) {
        int from = (c * height + top + y) * width + left + firstColumn;
        System.arraycopy(
            pixels, from, spare, (c * newHeight + y) * newWidth + firstColumn, columns);
      }
    }
    return swap(newHeight, newWidth);
  }

  /** Mirrors left and right. */
  public Image flip() {
    settle();
    for (int row = 0; row < channels * height; row++) {
      for (int left = row * width, right = left + width - 1; left < right; left++, right--) {
        float value = pixels[left];
        pixels[left] = pixels[right];
        pixels[right] = value;
      }
    }
    return this;
  }

  /** Scales to a new size with the bilinear filter. */
  public Image resize(int newHeight, int newWidth) {
    return resize(newHeight, newWidth, Filter.BILINEAR);
  }

  /**
   * Scales to a new size and, when it shrinks, averages over all the pixels that a new one covers,
   * as Pillow's and torchvision's antialiased resize do. Taking single pixels instead costs
   * accuracy.
   */
  public Image resize(int newHeight, int newWidth, Filter filter) {
    return resize(newHeight, newWidth, filter, false);
  }

  private Image resize(int newHeight, int newWidth, Filter filter, boolean wholeGreys) {
    if (newHeight < 1 || newWidth < 1) {
      throw new IllegalArgumentException(
          "images are scaled to at least 1 x 1 pixels, received " + newHeight + " x " + newWidth);
    }
    if (newHeight != height || newWidth != width) {
      if (scaling != null) {
        settle();
      }
      scaling = new Scaling(height, width, filter, wholeGreys);
      height = newHeight;
      width = newWidth;
    }
    return this;
  }

  /** Does what has waited. */
  private void settle() {
    if (scaling != null) {
      scaled(0, 0, height, width);
    } else if (picture != null) {
      pixels = atLeast(pixels, ImageLimits.requireNumbers(channels, height, width));
      for (int y = 0; y < height; y++) {
        picture.read(pictureTop + y, pictureLeft, width, pixels, y * width, height * width);
      }
      picture = null;
    }
  }

  /**
   * Scales, and keeps a rectangle inside of the result: each row that it needs along its columns,
   * then those rows along their own.
   */
  private Image scaled(int top, int left, int newHeight, int newWidth) {
    ImageLimits.requireNumbers(channels, newHeight, newWidth);
    Resampling across =
        Resampling.of(scaling.width, width, scaling.filter, scaling.wholeGreys, left, newWidth);
    Resampling down =
        Resampling.of(scaling.height, height, scaling.filter, scaling.wholeGreys, top, newHeight);
    int rows = down.end() - down.begin();
    spare = atLeast(spare, ImageLimits.requireNumbers(channels, rows, newWidth));
    float[] line = new float[channels * across.length()];
    for (int y = 0; y < rows; y++) {
      row(down.begin() + y, across.begin(), across.length(), line);
      for (int c = 0; c < channels; c++) {
        across.alongRow(line, c * across.length(), spare, (c * rows + y) * newWidth);
      }
    }
    picture = null;
    scaling = null;
    swap(rows, newWidth);
    spare = atLeast(spare, channels * newHeight * newWidth);
    down.alongColumns(pixels, spare, channels, newWidth);
    return swap(newHeight, newWidth);
  }

  /** Part of a row as it was before scaling, one channel after the other. */
  private void row(int y, int from, int count, float[] line) {
    if (picture != null) {
      picture.read(pictureTop + y, pictureLeft + from, count, line, 0, count);
      return;
    }
    for (int c = 0; c < channels; c++) {
      int at = (c * scaling.height + y) * scaling.width + from;
      System.arraycopy(pixels, at, line, c * count, count);
    }
  }

  /** As {@link #resizeShorterSide(int, Filter)} with the bilinear filter. */
  public Image resizeShorterSide(int side) {
    return resizeShorterSide(side, Filter.BILINEAR);
  }

  /**
   * Scales so that the shorter side has {@code side} pixels; the longer keeps the proportion,
   * rounded down.
   */
  public Image resizeShorterSide(int side, Filter filter) {
    return resizeShorterSide(side, filter, false);
  }

  /**
   * As {@link #resizeShorterSide(int, Filter)}, rounded after each pass.
   *
   * @param wholeGreys whether along rows and then along columns the pixels are rounded to 255ths,
   *     as Pillow rounds those of 8 bits: a checkpoint's published answers were given to such
   *     pixels
   */
  public Image resizeShorterSide(int side, Filter filter, boolean wholeGreys) {
    long longer = (long) side * Math.max(height, width) / Math.min(height, width);
    if (longer > Integer.MAX_VALUE) {
      throw new DataException(
          "an image of %s can't be scaled to a shorter side of %d: the longer would have %,d pixels"
              .formatted(shape(), side, longer));
    }
    return height < width
        ? resize(side, (int) longer, filter, wholeGreys)
        : resize((int) longer, side, filter, wholeGreys);
  }

  /** Keeps the middle {@code newHeight x newWidth}; an image that is smaller is padded with 0. */
  public Image centreCrop(int newHeight, int newWidth) {
    // Half to even, as torchvision rounds: an odd margin of 1 or 5 gives its smaller half to the
    // upper left, 3 its larger.
    int top = (int) Math.rint((height - newHeight) / 2.0);
    int left = (int) Math.rint((width - newWidth) / 2.0);
    return window(top, left, newHeight, newWidth);
  }

  private Image swap(int newHeight, int newWidth) {
    float[] result = spare;
    spare = pixels;
    pixels = result;
    height = newHeight;
    width = newWidth;
    return this;
  }

  private static float[] atLeast(float[] buffer, int length) {
    return buffer.length >= length ? buffer : new float[length];
  }
}
