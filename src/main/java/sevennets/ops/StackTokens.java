package sevennets.ops;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import sevennets.kernels.Backend;
import sevennets.kernels.Kernel;
import sevennets.kernels.nd4j.Nd4jStackTokens;

/**
 * Vectors of one size as the tokens of a sequence: what follows treats each alike, with the same
 * weights.
 *
 * <pre>{@code
 * Node all = left.then("stack", new StackTokens(), right);  // two vectors, two tokens
 * }</pre>
 */
public record StackTokens() implements Op {

  @Override
  public Shape output(List<Shape> inputs) {
    Require.several(type(), inputs);
    Shape first = inputs.get(0);
    Require.that(
        first.kind() == Shape.Kind.VECTOR && inputs.stream().distinct().count() == 1,
        "a stack needs vectors of one size, received %s",
        inputs);
    return Shape.tokens(inputs.size(), first.channels());
  }

  @Override
  public <A> Kernel<A> kernel(Backend<A> backend, List<Shape> inputs) {
    return backend.onHost(new Nd4jStackTokens());
  }

  @Override
  public Optional<Map<String, Object>> twin(List<Shape> inputs) {
    return Optional.of(Map.of());
  }
}
