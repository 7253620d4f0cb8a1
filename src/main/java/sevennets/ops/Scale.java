package sevennets.ops;

import java.util.List;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;

/**
 * Multiplies an image, C x H x W, by a gate: a vector of C, one number a channel (SENet, equation
 * 4); an image of 1 x H x W, one number a pixel (CBAM, equation 2); or an image of the same shape,
 * one number each (SENet's "NoSqueeze", Table 16).
 */
public record Scale() implements Op {

  @Override
  public Shape output(List<Shape> inputs) {
    Shape image = inputs.get(0), gate = inputs.get(1);
    boolean perChannel = gate.kind() == Shape.Kind.VECTOR && image.channels() == gate.channels();
    if (!image.isImage() || !perChannel && !isPerPixel(image, gate) && !image.equals(gate))
      throw new IllegalArgumentException(
          "a gate needs one number a channel of an image, one a pixel, or one a number of it, received image "
              + image + ", gate " + gate);
    return image;
  }

  @Override
  public void addTo(Sink sink, List<Shape> inputs) {
    Shape image = inputs.get(0), gate = inputs.get(1);
    if (!gate.isImage()) sink.vertex(new sevennets.layers.ChannelGate());
    else if (isPerPixel(image, gate)) sink.vertex(new sevennets.layers.PixelGate());
    else sink.vertex(new ElementWiseVertex(ElementWiseVertex.Op.Product));
  }

  private static boolean isPerPixel(Shape image, Shape gate) {
    return gate.channels() == 1 && image.channels() > 1 && image.withChannels(1).equals(gate);
  }
}
