package sevennets.ops;

import java.util.List;

/** The mean squared difference of two values of one shape: one number, for a graph's penalty. */
public record SquaredDistance() implements Op {

  @Override
  public Shape output(List<Shape> inputs) {
    if (inputs.size() != 2 || !inputs.get(0).equals(inputs.get(1)))
      throw new IllegalArgumentException(
          "a distance needs two inputs of one shape, received " + inputs);
    return Shape.vector(1);
  }

  @Override
  public void addTo(Sink sink, List<Shape> inputs) {
    sink.vertex(new sevennets.layers.SquaredDistance());
  }
}
