package sevennets.ops;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import sevennets.kernels.Backend;
import sevennets.kernels.Kernel;

/**
 * The channels of all inputs, one after the other; their heights and widths are the same.
 *
 * <pre>{@code
 * Node both = left.concat("concat", right);  // the same as left.then("concat", new Concat(), right)
 * }</pre>
 */
public record Concat() implements Op {

  @Override
  public Shape output(List<Shape> inputs) {
    Require.several(type(), inputs);
    Shape first = inputs.get(0);
    Require.that(
        inputs.stream().allMatch(s -> s.withChannels(1).equals(first.withChannels(1))),
        "a concatenation needs inputs of one height and width, received %s",
        inputs);
    return first.withChannels(inputs.stream().mapToInt(Shape::channels).sum());
  }

  @Override
  public <A> Kernel<A> kernel(Backend<A> backend, List<Shape> inputs) {
    return backend.concat();
  }

  @Override
  public Optional<Map<String, Object>> twin(List<Shape> inputs) {
    return Optional.of(Map.of());
  }
}
