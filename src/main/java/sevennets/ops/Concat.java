package sevennets.ops;

import java.util.List;

/** The channels of all inputs, one after the other; their heights and widths are the same. */
public record Concat() implements Op {

  @Override
  public Shape output(List<Shape> inputs) {
    Shape first = inputs.get(0);
    if (inputs.stream().anyMatch(s -> !s.withChannels(1).equals(first.withChannels(1))))
      throw new IllegalArgumentException(
          "a concatenation needs inputs of one height and width, received " + inputs);
    return first.withChannels(inputs.stream().mapToInt(Shape::channels).sum());
  }

  @Override
  public void addTo(Sink sink, List<Shape> inputs) {
    sink.vertex(new sevennets.layers.Concat());
  }
}
