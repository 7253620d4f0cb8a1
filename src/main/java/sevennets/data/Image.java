package sevennets.data;

import java.util.Arrays;

/**
 * One image that augmentations change in place: {@code C x H x W} floats in [0, 1]. It keeps two
 * buffers and swaps them, so that a thread which works through a dataset with one image allocates
 * nothing.
 */
public final class Image {
  private int channels;
  private int height;
  private int width;
  private float[] pixels = {};
  private float[] spare = {};

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
    return pixels;
  }

  /** The value at one place, {@code [channel, y, x]}. */
  public float at(int channel, int y, int x) {
    return pixels[(channel * height + y) * width + x];
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
    this.channels = channels;
    this.height = height;
    this.width = width;
    pixels = atLeast(pixels, channels * height * width);
    return pixels;
  }

  /** Becomes a copy of another image. */
  public Image set(Image other) {
    int length = other.channels * other.height * other.width;
    System.arraycopy(
        other.pixels, 0, reshape(other.channels, other.height, other.width), 0, length);
    return this;
  }

  /**
   * Keeps the rectangle whose upper left corner is at {@code (top, left)}. It may reach over the
   * edges, there the image is 0 (black): so this is also the way to pad and to shift.
   */
  public Image window(int top, int left, int newHeight, int newWidth) {
    spare = atLeast(spare, channels * newHeight * newWidth);
    if (top < 0 || left < 0 || top + newHeight > height || left + newWidth > width) {
      Arrays.fill(spare, 0, channels * newHeight * newWidth, 0);
    }
    int firstRow = Math.max(0, -top);
    int lastRow = Math.min(newHeight, height - top);
    int firstColumn = Math.max(0, -left);
    int columns = Math.min(newWidth, width - left) - firstColumn;
    for (int c = 0; c < channels && columns > 0; c++) {
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
    if (newWidth != width) {
      spare = atLeast(spare, channels * height * newWidth);
      Resampling.of(width, newWidth, filter).alongRows(pixels, spare, channels * height);
      swap(height, newWidth);
    }
    if (newHeight != height) {
      spare = atLeast(spare, channels * newHeight * width);
      Resampling.of(height, newHeight, filter).alongColumns(pixels, spare, channels, width);
      swap(newHeight, width);
    }
    return this;
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
    return height < width
        ? resize(side, (int) ((long) side * width / height), filter)
        : resize((int) ((long) side * height / width), side, filter);
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
