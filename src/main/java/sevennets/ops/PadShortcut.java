package sevennets.ops;

import java.util.List;
import java.util.Optional;

/**
 * ResNet's shortcut without parameters (option A, section 3.3): every {@code stride}-th pixel, and
 * zeros for the channels that are new.
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
    if (channels < in.channels())
      throw new IllegalArgumentException(
          "a zero-padded shortcut can't drop channels, required at most " + channels + ", received "
              + in);
    return Window.square(1, stride, 0).slide(in, channels);
  }

  @Override
  public void addTo(Sink sink, List<Shape> inputs) {
    sink.vertex(new sevennets.layers.PadShortcut(stride, channels));
  }
}
