package sevennets.graph;

import java.util.List;

/** Multiplies each channel of an image, C x H x W, by its gate, a vector of C (SENet, equation 4). */
public record Scale() implements Op {

  @Override public Shape output(List<Shape> inputs) {
    Shape image = inputs.get(0), gate = inputs.get(1);
    if (!image.isImage() || gate.kind() != Shape.Kind.VECTOR || image.channels() != gate.channels())
      throw new IllegalArgumentException("a gate needs one number a channel of an image, received image " + image + ", gate " + gate);
    return image;
  }

  @Override public void addTo(Sink sink, List<Shape> inputs) {
    sink.vertex(new sevennets.layers.ChannelGate());
  }
}
