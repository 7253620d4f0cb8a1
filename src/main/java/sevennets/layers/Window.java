package sevennets.layers;

/**
 * A sliding window's geometry, each pair (height, width) in pixels; the padding is on both sides.
 */
record Window(int[] kernel, int[] stride, int[] padding, boolean ceil) {

  /** @throws IllegalArgumentException where the window cannot slide */
  static Window of(String layer, int[] kernel, int[] stride, int[] padding, boolean ceil) {
    requirePair(layer, "kernel", kernel, 1);
    requirePair(layer, "stride", stride, 1);
    requirePair(layer, "padding", padding, 0);
    return new Window(kernel, stride, padding, ceil);
  }

  private static void requirePair(String layer, String what, int[] pair, int least) {
    if (pair == null || pair.length != 2 || pair[0] < least || pair[1] < least) {
      throw new IllegalArgumentException(
          "%s: %s must be {height, width}, both at least %d; received %s"
              .formatted(layer, what, least, java.util.Arrays.toString(pair)));
    }
  }

  /** The number of window positions along an axis (0 height, 1 width) of {@code size} pixels. */
  int positions(int axis, long size) {
    long room = size + 2L * padding[axis] - kernel[axis];
    if (room < 0) {
      throw new IllegalArgumentException(
          "a window of %d pixels does not fit into %d pixels padded by %d"
              .formatted(kernel[axis], size, padding[axis]));
    }
    long count = room / stride[axis] + 1;
    boolean partial = ceil && room % stride[axis] != 0;
    // As in PyTorch, a partial window counts only if it starts inside the image or its leading
    // padding.
    if (partial && count * stride[axis] < size + padding[axis]) {
      count++;
    }
    return (int) count;
  }

  /**
   * The padding after the last pixel that makes {@link #positions} windows fit exactly or with a
   * remainder.
   */
  int trailingPadding(int axis, long size) {
    long reach = (positions(axis, size) - 1L) * stride[axis] + kernel[axis];
    return (int) Math.max(padding[axis], reach - size - padding[axis]);
  }

  /** The shape {@code N x H x W x C} of the windows over an image batch of that layout. */
  long[] outputShape(long[] input, long channels) {
    return new long[] {input[0], positions(0, input[1]), positions(1, input[2]), channels};
  }
}
