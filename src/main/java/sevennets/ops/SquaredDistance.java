package sevennets.ops;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import sevennets.kernels.Backend;
import sevennets.kernels.Kernel;
import sevennets.kernels.nd4j.Nd4jSquaredDistance;

/**
 * The mean squared difference of two values of one shape: one number, for a graph's penalty.
 *
 * <pre>{@code
 * Node error = decoded.then("error", new SquaredDistance(), x);  // what an auto-encoder is punished for
 * }</pre>
 */
public record SquaredDistance() implements Op {

  @Override
  public Shape output(List<Shape> inputs) {
    Require.two(type(), inputs);
    Require.that(
        inputs.get(0).equals(inputs.get(1)),
        "a distance needs two inputs of one shape, received %s",
        inputs);
    return Shape.vector(1);
  }

  @Override
  public <A> Kernel<A> kernel(Backend<A> backend, List<Shape> inputs) {
    return backend.onHost(new Nd4jSquaredDistance());
  }

  @Override
  public Optional<Map<String, Object>> twin(List<Shape> inputs) {
    return Optional.of(Map.of());
  }
}
