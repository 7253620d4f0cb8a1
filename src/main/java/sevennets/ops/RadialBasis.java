package sevennets.ops;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import sevennets.kernels.Backend;
import sevennets.kernels.Kernel;
import sevennets.kernels.nd4j.Nd4jRadialBasis;

/**
 * Less the squared distance of a vector from each of some fixed centres (LeCun et al. 1998,
 * equation 7): as scores under a softmax, they make the cross-entropy equation 9 but for its
 * constant.
 *
 * <pre>{@code
 * Node distances = x.flatten("flat").then("rbf", new RadialBasis(codes));  // squared, to each class's code
 * }</pre>
 *
 * @param centres one list an output, none of them learnt
 */
public record RadialBasis(List<List<Double>> centres) implements Op {

  @Override
  public Shape output(List<Shape> inputs) {
    Shape in = Require.one(type(), inputs);
    Require.that(
        in.kind() == Shape.Kind.VECTOR
            && !centres.isEmpty()
            && centres.stream().allMatch(c -> c.size() == in.channels()),
        "radial basis functions need a vector, and centres as long as it, received %s and centres of %s",
        in,
        centres.stream().map(List::size).distinct().toList());
    return Shape.vector(centres.size());
  }

  @Override
  public <A> Kernel<A> kernel(Backend<A> backend, List<Shape> inputs) {
    return backend.onHost(new Nd4jRadialBasis(centres.stream()
        .map(centre -> centre.stream().mapToDouble(Double::doubleValue).toArray())
        .toArray(double[][]::new)));
  }

  @Override
  public Optional<Map<String, Object>> twin(List<Shape> inputs) {
    return Optional.of(Map.of("centres", centres));
  }
}
