package sevennets.ops;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import sevennets.kernels.Backend;
import sevennets.kernels.Kernel;
import sevennets.kernels.Window;

/**
 * ResNet's shortcut without parameters (option A, section 3.3): every {@code stride}-th pixel, and
 * zeros for the channels that are new.
 *
 * <pre>{@code
 * Node shortcut = x.then("shortcut", new PadShortcut(32, 2));  // ResNet's option A: every second pixel, zeros for new channels
 * }</pre>
 *
 * @param channels output channels
 * @param stride pixels from one that is kept to the next
 */
public record PadShortcut(int channels, int stride) implements Op {

  @Override
  public Optional<Window> window() {
    return Optional.of(Window.square(1, stride, 0));
  }

  @Override
  public Shape output(List<Shape> inputs) {
    Shape in = Require.image(type(), inputs);
    Require.that(
        stride > 0, "a zero-padded shortcut needs a stride of at least 1, received %d", stride);
    Require.that(
        channels >= in.channels(),
        "a zero-padded shortcut can't drop channels, required at least %d, received %d",
        in.channels(),
        channels);
    return in.slide(Window.square(1, stride, 0), channels);
  }

  @Override
  public <A> Kernel<A> kernel(Backend<A> backend, List<Shape> inputs) {
    return backend.padShortcut(stride, channels);
  }

  @Override
  public Optional<Map<String, Object>> twin(List<Shape> inputs) {
    return Optional.of(Map.of("channels", channels, "stride", stride));
  }
}
