package sevennets.ops;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import sevennets.kernels.Backend;
import sevennets.kernels.Kernel;

/**
 * Multiplies an image, C x H x W, by a gate: a vector of C, one number a channel (SENet, equation
 * 4); an image of 1 x H x W, one number a pixel (CBAM, equation 2); or an image of the same shape,
 * one number each (SENet's "NoSqueeze", Table 16).
 *
 * <pre>{@code
 * Node y = x.scale("scale", gates);  // each channel times its gate: squeeze and excitation's end
 * }</pre>
 */
public record Scale() implements Op {

  @Override
  public Shape output(List<Shape> inputs) {
    Require.two(type(), inputs);
    Shape image = inputs.get(0), gate = inputs.get(1);
    Require.that(
        image.isImage()
            && (isPerChannel(image, gate) || isPerPixel(image, gate) || image.equals(gate)),
        "a gate needs one number a channel of an image, one a pixel, or one a number of it, received image %s, gate %s",
        image,
        gate);
    return image;
  }

  @Override
  public <A> Kernel<A> kernel(Backend<A> backend, List<Shape> inputs) {
    Shape image = inputs.get(0), gate = inputs.get(1);
    if (isPerChannel(image, gate)) return backend.channelGate();
    return isPerPixel(image, gate) ? backend.pixelGate() : backend.product();
  }

  @Override
  public Optional<Map<String, Object>> twin(List<Shape> inputs) {
    return Optional.of(Map.of());
  }

  private static boolean isPerChannel(Shape image, Shape gate) {
    return gate.kind() == Shape.Kind.VECTOR && image.channels() == gate.channels();
  }

  private static boolean isPerPixel(Shape image, Shape gate) {
    return gate.channels() == 1 && image.channels() > 1 && image.withChannels(1).equals(gate);
  }
}
