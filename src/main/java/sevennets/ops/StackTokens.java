package sevennets.ops;

import java.util.List;

/**
 * Vectors of one size as the tokens of a sequence: what follows treats each alike, with the same
 * weights.
 */
public record StackTokens() implements Op {

  @Override
  public Shape output(List<Shape> inputs) {
    Shape first = inputs.get(0);
    if (first.kind() != Shape.Kind.VECTOR || inputs.stream().distinct().count() != 1)
      throw new IllegalArgumentException("a stack needs vectors of one size, received " + inputs);
    return Shape.tokens(inputs.size(), first.channels());
  }

  @Override
  public void addTo(Sink sink, List<Shape> inputs) {
    sink.vertex(new sevennets.layers.StackTokens());
  }
}
