package sevennets.ops;

/**
 * The window that an operation slides over an image, in pixels of its input.
 *
 * @param kernelHeight rows seen at once
 * @param kernelWidth columns seen at once
 * @param strideHeight rows from one window to the next
 * @param strideWidth columns from one window to the next
 * @param paddingHeight rows of zeros added above and below
 * @param paddingWidth columns of zeros added left and right
 */
public record Window(
    int kernelHeight,
    int kernelWidth,
    int strideHeight,
    int strideWidth,
    int paddingHeight,
    int paddingWidth) {

  public Window {
    if (kernelHeight < 1
        || kernelWidth < 1
        || strideHeight < 1
        || strideWidth < 1
        || paddingHeight < 0
        || paddingWidth < 0)
      throw new IllegalArgumentException(
          "a window needs kernel and stride of at least 1 and padding of at least 0, received kernel "
              + kernelHeight + "x" + kernelWidth + ", stride " + strideHeight + "x" + strideWidth
              + ", padding " + paddingHeight + "x" + paddingWidth);
  }

  public static Window square(int kernel, int stride, int padding) {
    return new Window(kernel, kernel, stride, stride, padding, padding);
  }

  /**
   * The image that remains of {@code in}, with {@code channels} channels; a last, partial window is
   * dropped.
   */
  Shape slide(Shape in, int channels) {
    return slide(in, channels, false);
  }

  /**
   * As {@link #slide(Shape, int)}; with {@code ceil} a last, partial window counts, unless it
   * starts in the padding.
   */
  Shape slide(Shape in, int channels, boolean ceil) {
    return Shape.image(
        channels,
        length(in, in.height(), kernelHeight, strideHeight, paddingHeight, ceil),
        length(in, in.width(), kernelWidth, strideWidth, paddingWidth, ceil));
  }

  private static int length(Shape in, int size, int kernel, int stride, int padding, boolean ceil) {
    int room = size + 2 * padding - kernel;
    if (room < 0)
      throw new IllegalArgumentException("a " + kernel + "-pixel window with padding " + padding
          + " does not fit into " + in + "; a larger input image is required");
    int length = (ceil ? room + stride - 1 : room) / stride + 1;
    return ceil && (length - 1) * stride >= size + padding ? length - 1 : length;
  }
}
