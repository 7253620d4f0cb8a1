package sevennets.ops;

import java.util.List;

/**
 * Less the squared distance of a vector from each of some fixed centres (LeCun et al. 1998,
 * equation 7): as scores under a softmax, they make the cross-entropy equation 9 but for its
 * constant.
 *
 * @param centres one list an output, none of them learnt
 */
public record RadialBasis(List<List<Double>> centres) implements Op {

  @Override
  public Shape output(List<Shape> inputs) {
    Shape in = Require.one(type(), inputs);
    if (in.kind() != Shape.Kind.VECTOR || centres.stream().anyMatch(c -> c.size() != in.channels()))
      throw new IllegalArgumentException(
          "radial basis functions need a vector as long as their centres, "
              + centres.get(0).size() + ", received " + in);
    return Shape.vector(centres.size());
  }

  @Override
  public void addTo(Sink sink, List<Shape> inputs) {
    sink.layer(new sevennets.layers.RadialBasis(centres.stream()
        .map(centre -> centre.stream().mapToDouble(Double::doubleValue).toArray())
        .toArray(double[][]::new)));
  }
}
