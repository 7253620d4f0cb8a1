package sevennets.ops;

import java.util.List;

/** Each pixel of an image as a token of its C numbers, row by row: C x H x W to H*W tokens. */
public record Tokens() implements Op {

  @Override
  public Shape output(List<Shape> inputs) {
    Shape in = Require.image(type(), inputs);
    return Shape.tokens(in.height() * in.width(), in.channels());
  }

  @Override
  public void addTo(Sink sink, List<Shape> inputs) {
    sink.vertex(new sevennets.layers.Tokens());
  }
}
