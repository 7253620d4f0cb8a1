package sevennets.ops;

import java.util.List;

/** An image as one vector, channel by channel and row by row, as PyTorch flattens it. */
public record Flatten() implements Op {

  @Override
  public Shape output(List<Shape> inputs) {
    return Shape.vector(Math.toIntExact(Require.image(type(), inputs).size()));
  }

  @Override
  public void addTo(Sink sink, List<Shape> inputs) {
    sink.vertex(new sevennets.layers.FlattenChw());
  }
}
