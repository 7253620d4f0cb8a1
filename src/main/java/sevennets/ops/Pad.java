package sevennets.ops;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import sevennets.kernels.Backend;
import sevennets.kernels.Kernel;
import sevennets.kernels.Window;

/**
 * Zeros around an image, as many pixels on each side as given.
 *
 * <pre>{@code
 * Node y = x.then("pad", Pad.same(x.shape(), Conv.of(32, 3).stride(2)));  // as TensorFlow's SAME
 * }</pre>
 */
public record Pad(int top, int bottom, int left, int right) implements Op {

  /**
   * TensorFlow's "same" padding for {@code conv}, by which its output has {@code ceil(size /
   * stride)} pixels; where the padding is odd, the pixel more goes below and to the right.
   */
  public static Pad same(Shape in, Conv conv) {
    Window w = conv.slide();
    int rows = missing(in.height(), w.kernelHeight(), w.strideHeight());
    int columns = missing(in.width(), w.kernelWidth(), w.strideWidth());
    return new Pad(rows / 2, rows - rows / 2, columns / 2, columns - columns / 2);
  }

  private static int missing(int size, int kernel, int stride) {
    int windows = (size + stride - 1) / stride;
    return Math.max(0, (windows - 1) * stride + kernel - size);
  }

  @Override
  public String type() {
    return "ZeroPad2d";
  }

  @Override
  public Shape output(List<Shape> inputs) {
    Require.that(
        top >= 0 && bottom >= 0 && left >= 0 && right >= 0,
        "padding must be at least 0, received %s",
        this);
    Shape in = Require.image(type(), inputs);
    return Shape.image(in.channels(), in.height() + top + bottom, in.width() + left + right);
  }

  @Override
  public boolean keepsChannels(List<Shape> inputs) {
    return true;
  }

  @Override
  public <A> Kernel<A> kernel(Backend<A> backend, List<Shape> inputs) {
    return backend.pad(top, bottom, left, right);
  }

  @Override
  public Optional<Map<String, Object>> twin(List<Shape> inputs) {
    return Optional.of(Map.of("padding", List.of(left, right, top, bottom)));
  }
}
