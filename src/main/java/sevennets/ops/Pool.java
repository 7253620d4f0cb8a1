package sevennets.ops;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sevennets.kernels.Backend;
import sevennets.kernels.Kernel;
import sevennets.kernels.PoolKind;
import sevennets.kernels.Window;

/**
 * The largest or the mean value under a sliding window, channel by channel.
 *
 * <pre>{@code
 * Node y = x.then("pool", Pool.max(3, 2, 0).ceiling());  // overlapping, as AlexNet's and GoogLeNet's
 * }</pre>
 *
 * @param kind MAX or AVG
 * @param slide kernel, stride and padding, and whether a last, partial window counts
 * @param countPadding whether an average divides by the padding's pixels too, as PyTorch's default
 *     does
 */
public record Pool(PoolKind kind, Window slide, boolean countPadding) implements Op {

  public static Pool max(int kernel, int stride, int padding) {
    return new Pool(PoolKind.MAX, Window.square(kernel, stride, padding), false);
  }

  public static Pool avg(int kernel, int stride, int padding) {
    return new Pool(PoolKind.AVG, Window.square(kernel, stride, padding), true);
  }

  /** The same with a last, partial window counted, as Caffe's and so GoogLeNet's pools do. */
  public Pool ceiling() {
    return new Pool(kind, slide.ceiling(), countPadding);
  }

  /** The same whose averages divide by the image's own pixels alone. */
  public Pool withoutPadding() {
    return new Pool(kind, slide, false);
  }

  @Override
  public String type() {
    return kind == PoolKind.MAX ? "MaxPool2d" : "AvgPool2d";
  }

  @Override
  public Optional<Window> window() {
    return Optional.of(slide);
  }

  @Override
  public Shape output(List<Shape> inputs) {
    Shape in = Require.image(type(), inputs);
    Require.that(
        2 * slide.paddingHeight() <= slide.kernelHeight()
            && 2 * slide.paddingWidth() <= slide.kernelWidth(),
        "a pool's padding must be at most half its window, received window %dx%d, padding %dx%d",
        slide.kernelHeight(),
        slide.kernelWidth(),
        slide.paddingHeight(),
        slide.paddingWidth());
    return in.slide(slide, in.channels());
  }

  @Override
  public boolean keepsChannels(List<Shape> inputs) {
    return true;
  }

  @Override
  public <A> Kernel<A> kernel(Backend<A> backend, List<Shape> inputs) {
    return backend.pool(kind, slide, countPadding);
  }

  @Override
  public Optional<Map<String, Object>> twin(List<Shape> inputs) {
    Map<String, Object> arguments = new HashMap<>();
    arguments.put("kernel_size", List.of(slide.kernelHeight(), slide.kernelWidth()));
    arguments.put("stride", List.of(slide.strideHeight(), slide.strideWidth()));
    arguments.put("padding", List.of(slide.paddingHeight(), slide.paddingWidth()));
    arguments.put("ceil_mode", slide.ceil());
    if (kind == PoolKind.AVG) arguments.put("count_include_pad", countPadding);
    return Optional.of(arguments);
  }
}
