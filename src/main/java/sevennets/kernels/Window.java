package sevennets.kernels;

/**
 * The window that an operation slides over an image, in pixels of its input.
 *
 * <pre>{@code
 * Window window = Window.square(3, 2, 1);  // 3 x 3, stride 2, padding 1
 * int rows = window.positions(0, 224);  // 112
 * }</pre>
 *
 * @param kernelHeight rows seen at once
 * @param kernelWidth columns seen at once
 * @param strideHeight rows from one window to the next
 * @param strideWidth columns from one window to the next
 * @param paddingHeight rows added above and below
 * @param paddingWidth columns added left and right
 * @param ceil whether a last, partial window counts, unless it starts in the padding; as in PyTorch
 */
public record Window(
    int kernelHeight,
    int kernelWidth,
    int strideHeight,
    int strideWidth,
    int paddingHeight,
    int paddingWidth,
    boolean ceil) {

  public static Window square(int kernel, int stride, int padding) {
    return of(kernel, kernel, stride, padding);
  }

  /** As many pixels for rows and columns, but for the kernel. */
  public static Window of(int height, int width, int stride, int padding) {
    return new Window(height, width, stride, stride, padding, padding, false);
  }

  public Window withStride(int stride) {
    return new Window(kernelHeight, kernelWidth, stride, stride, paddingHeight, paddingWidth, ceil);
  }

  public Window withPadding(int padding) {
    return new Window(kernelHeight, kernelWidth, strideHeight, strideWidth, padding, padding, ceil);
  }

  public Window ceiling() {
    return new Window(
        kernelHeight, kernelWidth, strideHeight, strideWidth, paddingHeight, paddingWidth, true);
  }

  /** Along an axis: 0 for rows, 1 for columns. */
  public int kernel(int axis) {
    return axis == 0 ? kernelHeight : kernelWidth;
  }

  /** Along an axis: 0 for rows, 1 for columns. */
  public int stride(int axis) {
    return axis == 0 ? strideHeight : strideWidth;
  }

  /** Along an axis: 0 for rows, 1 for columns. */
  public int padding(int axis) {
    return axis == 0 ? paddingHeight : paddingWidth;
  }

  /** @throws IllegalArgumentException where no window of these sizes can slide */
  public void check() {
    boolean slides = kernelHeight > 0 && kernelWidth > 0 && strideHeight > 0 && strideWidth > 0;
    if (!slides || paddingHeight < 0 || paddingWidth < 0)
      throw new IllegalArgumentException(
          "a window needs kernel and stride of at least 1 and padding of at least 0, received kernel "
              + kernelHeight + "x" + kernelWidth + ", stride " + strideHeight + "x" + strideWidth
              + ", padding " + paddingHeight + "x" + paddingWidth);
  }

  /**
   * How many windows there are along an axis (0 for rows, 1 for columns) of {@code size} pixels.
   *
   * @throws IllegalArgumentException if there is none
   */
  public int positions(int axis, long size) {
    long room = size + 2L * padding(axis) - kernel(axis);
    if (room < 0)
      throw new IllegalArgumentException(
          "a %d-pixel window with padding %d does not fit into %d pixels; a larger input image is required"
              .formatted(kernel(axis), padding(axis), size));
    long count = room / stride(axis) + 1;
    boolean partial = ceil && room % stride(axis) != 0;
    return (int) (partial && count * stride(axis) < size + padding(axis) ? count + 1 : count);
  }

  /**
   * The padding after the last pixel that makes {@link #positions} windows fit exactly or with a
   * remainder.
   */
  public int trailingPadding(int axis, long size) {
    long reach = (positions(axis, size) - 1L) * stride(axis) + kernel(axis);
    return (int) Math.max(padding(axis), reach - size - padding(axis));
  }

  /** The shape {@code N x H x W x C} of the windows over an image batch of that layout. */
  public long[] outputShape(long[] input, long channels) {
    return new long[] {input[0], positions(0, input[1]), positions(1, input[2]), channels};
  }
}
