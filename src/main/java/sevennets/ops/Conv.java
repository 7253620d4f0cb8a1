package sevennets.ops;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.weights.WeightInitRelu;
import sevennets.layers.Conv2d;

/**
 * A two-dimensional convolution, C x H x W to filters x H' x W'. Written as its table row reads:
 * {@code Conv.of(96, 11).stride(4).padding(2).bias()}.
 *
 * @param filters output channels
 * @param slide kernel, stride and padding
 * @param groups the channels are cut into this many groups that do not see each other; as many as
 *     input channels is depthwise
 * @param hasBias whether each filter adds a learnt constant; a batch norm that follows makes it
 *     useless
 */
public record Conv(int filters, Window slide, int groups, boolean hasBias) implements Op {

  /** Stride 1, one group, no bias, and the padding that keeps the size for an odd kernel. */
  public static Conv of(int filters, int kernel) {
    return new Conv(filters, Window.square(kernel, 1, kernel / 2), 1, false);
  }

  /** As {@link #of(int, int)} with a kernel of {@code height x width}, as in Inception v3's 1x7. */
  public static Conv of(int filters, int height, int width) {
    return new Conv(filters, new Window(height, width, 1, 1, height / 2, width / 2), 1, false);
  }

  public Conv stride(int stride) {
    Window w = slide;
    return with(new Window(
        w.kernelHeight(), w.kernelWidth(), stride, stride, w.paddingHeight(), w.paddingWidth()));
  }

  public Conv padding(int padding) {
    Window w = slide;
    return with(new Window(
        w.kernelHeight(), w.kernelWidth(), w.strideHeight(), w.strideWidth(), padding, padding));
  }

  public Conv withFilters(int filters) {
    return new Conv(filters, slide, groups, hasBias);
  }

  public Conv groups(int groups) {
    return new Conv(filters, slide, groups, hasBias);
  }

  /**
   * With a bias, which is for convolutions that no batch norm follows: their fresh weights keep the
   * size of what goes through them (He fan-in).
   */
  public Conv bias() {
    return new Conv(filters, slide, groups, true);
  }

  private Conv with(Window window) {
    return new Conv(filters, window, groups, hasBias);
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
    if (filters < 1 || groups < 1 || in.channels() % groups != 0 || filters % groups != 0)
      throw new IllegalArgumentException(
          "a convolution needs input channels and filters that its groups divide, received "
              + in.channels() + " channels, " + filters + " filters, " + groups + " groups");
    return slide.slide(in, filters);
  }

  @Override
  public List<Parameter> parameters(List<Shape> inputs) {
    int in = inputs.get(0).channels();
    List<Parameter> all = new ArrayList<>();
    all.add(new Parameter(
        "W", "weight", List.of(filters, in / groups, slide.kernelHeight(), slide.kernelWidth())));
    if (hasBias) all.add(new Parameter("b", "bias", List.of(filters)));
    return all;
  }

  @Override
  public long macs(List<Shape> inputs) {
    return output(inputs).size()
        * (inputs.get(0).channels() / groups)
        * slide.kernelHeight()
        * slide.kernelWidth();
  }

  @Override
  public void addTo(Sink sink, List<Shape> inputs) {
    Window w = slide;
    Conv2d layer = new Conv2d(
        inputs.get(0).channels(),
        filters,
        new int[] {w.kernelHeight(), w.kernelWidth()},
        new int[] {w.strideHeight(), w.strideWidth()},
        new int[] {w.paddingHeight(), w.paddingWidth()},
        groups,
        hasBias);
    if (hasBias) layer.setWeightInitFn(new WeightInitRelu());
    sink.layer(layer);
  }
}
