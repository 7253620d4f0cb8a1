package sevennets.kernels.cudnn;

import java.util.ArrayList;
import java.util.List;
import sevennets.kernels.cudnn.Call.ConvShape;

/** The arguments that every kernel with a sliding window takes. */
final class Windows {
  private Windows() {}

  /** Three areas and a count, the window, and what follows it. */
  static Object[] with(ConvShape shape, Area a, Area b, Area c, int n, Object... more) {
    List<Object> all = new ArrayList<>(java.util.Arrays.asList(a, b, c, n));
    return window(
        all, shape.height(), shape.width(), shape.outHeight(), shape.outWidth(), shape, more);
  }

  /** The same where the output's size is known, as with a pool whose last window is partial. */
  static Object[] window(
      List<Object> before,
      int height,
      int width,
      int outHeight,
      int outWidth,
      ConvShape shape,
      Object... more) {
    before.addAll(List.of(
        height,
        width,
        outHeight,
        outWidth,
        shape.out(),
        shape.kernelHeight(),
        shape.kernelWidth(),
        shape.strideHeight(),
        shape.strideWidth(),
        shape.paddingHeight(),
        shape.paddingWidth()));
    before.addAll(List.of(more));
    return before.toArray();
  }
}
