package sevennets.graph;

import java.util.ArrayList;
import java.util.List;

/**
 * A fully connected (linear) layer, a vector of C to a vector of {@code units}.
 *
 * @param units   outputs
 * @param hasBias whether each output adds a learnt constant
 */
public record Dense(int units, boolean hasBias) implements Op {

  public static Dense of(int units) {
    return new Dense(units, true);
  }

  @Override public String type() {
    return "Linear";
  }

  @Override public Shape output(List<Shape> inputs) {
    Require.vector(type(), inputs);
    return Shape.vector(units);
  }

  @Override public List<Parameter> parameters(List<Shape> inputs) {
    List<Parameter> all = new ArrayList<>();
    all.add(new Parameter("W", "weight", List.of(units, inputs.get(0).channels())));
    if (hasBias) all.add(new Parameter("b", "bias", List.of(units)));
    return all;
  }

  @Override public long macs(List<Shape> inputs) {
    return (long) units * inputs.get(0).channels();
  }

  @Override public void addTo(Sink sink, List<Shape> inputs) {
    sink.layer(new sevennets.layers.Dense(inputs.get(0).channels(), units, hasBias));
  }
}
