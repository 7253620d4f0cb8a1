package sevennets.ops;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sevennets.kernels.Backend;
import sevennets.kernels.Fn;
import sevennets.kernels.Kernel;
import sevennets.kernels.Keys;
import sevennets.kernels.Window;

/**
 * A two-dimensional convolution (cross-correlation), C x H x W to filters x H' x W'. Written as its
 * table row reads: {@code Conv.of(96, 11).stride(4).padding(2).bias()}.
 *
 * <p>Fresh weights are He's: by fan-out, as torchvision's; with a bias, which is for convolutions
 * that no batch norm follows, by fan-in, which keeps the size of what goes through them.
 *
 * <pre>{@code
 * Node y = x.conv("conv1", Conv.of(64, 3).stride(2).padding(1));  // 64 filters of 3 x 3
 * Node depthwise = x.conv("dw", Conv.of(x.channels(), 5).groups(x.channels()));
 * }</pre>
 *
 * @param filters output channels
 * @param slide kernel, stride and padding
 * @param groups the channels are cut into this many groups that do not see each other; as many as
 *     input channels is depthwise
 * @param hasBias whether each filter adds a learnt constant; a batch norm that follows makes it
 *     useless
 * @param fn applied to the output in the same pass, in a net that only infers
 */
public record Conv(int filters, Window slide, int groups, boolean hasBias, Fn fn) implements Op {

  /** Stride 1, one group, no bias, and the padding that keeps the size for an odd kernel. */
  public static Conv of(int filters, int kernel) {
    return of(filters, kernel, kernel);
  }

  /** As {@link #of(int, int)} with a kernel of {@code height x width}, as in Inception v3's 1x7. */
  public static Conv of(int filters, int height, int width) {
    Window slide = new Window(height, width, 1, 1, height / 2, width / 2, false);
    return new Conv(filters, slide, 1, false, Fn.IDENTITY);
  }

  public Conv stride(int stride) {
    return new Conv(filters, slide.withStride(stride), groups, hasBias, fn);
  }

  public Conv padding(int padding) {
    return new Conv(filters, slide.withPadding(padding), groups, hasBias, fn);
  }

  public Conv withFilters(int filters) {
    return new Conv(filters, slide, groups, hasBias, fn);
  }

  public Conv groups(int groups) {
    return new Conv(filters, slide, groups, hasBias, fn);
  }

  /** With a bias. */
  public Conv bias() {
    return new Conv(filters, slide, groups, true, fn);
  }

  /** With a function of the output in the same pass. */
  public Conv then(Fn fn) {
    return new Conv(filters, slide, groups, hasBias, fn);
  }

  @Override
  public String type() {
    return "Conv2d";
  }

  @Override
  public Optional<Window> window() {
    return Optional.of(slide);
  }

  @Override
  public Shape output(List<Shape> inputs) {
    Shape in = Require.image(type(), inputs);
    Require.that(
        filters > 0 && groups > 0 && in.channels() % groups == 0 && filters % groups == 0,
        "a convolution needs input channels and filters that its groups divide, received %d channels, %d filters, %d groups",
        in.channels(),
        filters,
        groups);
    return in.slide(slide, filters);
  }

  @Override
  public List<Parameter> parameters(List<Shape> inputs) {
    int in = inputs.get(0).channels() / groups;
    int area = slide.kernelHeight() * slide.kernelWidth();
    Initial initial =
        hasBias ? Initial.heFanIn((long) in * area) : Initial.heFanOut((long) filters * area);
    List<Integer> shape = List.of(filters, in, slide.kernelHeight(), slide.kernelWidth());
    List<Parameter> all = new ArrayList<>();
    all.add(Parameter.of(Keys.WEIGHT, "weight", shape, initial));
    if (hasBias) all.add(Parameter.vector(Keys.BIAS, "bias", filters, Initial.ZERO));
    return all;
  }

  @Override
  public long macs(List<Shape> inputs) {
    return output(inputs).size()
        * (inputs.get(0).channels() / groups)
        * slide.kernelHeight()
        * slide.kernelWidth();
  }

  /** Where it is depthwise, with one filter a channel. */
  @Override
  public boolean keepsChannels(List<Shape> inputs) {
    return groups == filters && groups == inputs.get(0).channels();
  }

  @Override
  public <A> Kernel<A> kernel(Backend<A> backend, List<Shape> inputs) {
    return backend.convolution(slide, groups, hasBias, fn);
  }

  @Override
  public Optional<Map<String, Object>> twin(List<Shape> inputs) {
    return fn != Fn.IDENTITY
        ? Optional.empty()
        : Optional.of(Map.of(
            "in_channels",
            inputs.get(0).channels(),
            "out_channels",
            filters,
            "kernel_size",
            List.of(slide.kernelHeight(), slide.kernelWidth()),
            "stride",
            List.of(slide.strideHeight(), slide.strideWidth()),
            "padding",
            List.of(slide.paddingHeight(), slide.paddingWidth()),
            "groups",
            groups,
            "bias",
            hasBias));
  }
}
