package sevennets.ops;

import java.util.List;
import java.util.Optional;
import sevennets.layers.Pool.Kind;

/**
 * The largest or the mean value under a sliding window, channel by channel.
 *
 * @param kind MAX or AVG
 * @param slide kernel, stride and padding
 * @param ceil whether a last, partial window counts
 * @param countPadding whether an average divides by the whole window where it hangs over the edge
 */
public record Pool(Kind kind, Window slide, boolean ceil, boolean countPadding) implements Op {

  public static Pool max(int kernel, int stride, int padding) {
    return new Pool(Kind.MAX, Window.square(kernel, stride, padding), false, false);
  }

  public static Pool avg(int kernel, int stride, int padding) {
    return new Pool(Kind.AVG, Window.square(kernel, stride, padding), false, true);
  }

  /** The same with a last, partial window counted, as Caffe's and so GoogLeNet's pools do. */
  public Pool ceiling() {
    return new Pool(kind, slide, true, countPadding);
  }

  @Override
  public String type() {
    return kind == Kind.MAX ? "MaxPool2d" : "AvgPool2d";
  }

  @Override
  public Optional<Window> window() {
    return Optional.of(slide);
  }

  @Override
  public Shape output(List<Shape> inputs) {
    Shape in = Require.image(type(), inputs);
    return slide.slide(in, in.channels(), ceil);
  }

  @Override
  public void addTo(Sink sink, List<Shape> inputs) {
    Window w = slide;
    sink.layer(new sevennets.layers.Pool(
        kind,
        new int[] {w.kernelHeight(), w.kernelWidth()},
        new int[] {w.strideHeight(), w.strideWidth()},
        new int[] {w.paddingHeight(), w.paddingWidth()},
        ceil,
        countPadding));
  }
}
