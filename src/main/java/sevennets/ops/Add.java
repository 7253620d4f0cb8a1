package sevennets.ops;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import sevennets.kernels.Backend;
import sevennets.kernels.Fn;
import sevennets.kernels.Kernel;

/**
 * The sum of inputs of one shape.
 *
 * <pre>{@code
 * Node sum = left.then("add", new Add(Fn.RELU), right);  // the end of a residual block
 * }</pre>
 *
 * @param fn applied to the sum in the same pass
 */
public record Add(Fn fn) implements Op {

  @Override
  public Shape output(List<Shape> inputs) {
    Require.several(type(), inputs);
    Require.that(
        inputs.stream().distinct().count() == 1,
        "a sum needs inputs of one shape, received %s",
        inputs);
    Require.that(fn.invertible(), "a sum can't end in %s; let an Activation follow it", fn);
    return inputs.get(0);
  }

  @Override
  public Optional<Op> fusedWith(Fn next) {
    return fn == Fn.IDENTITY && next == Fn.RELU ? Optional.of(new Add(next)) : Optional.empty();
  }

  @Override
  public boolean keepsChannels(List<Shape> inputs) {
    return true;
  }

  @Override
  public <A> Kernel<A> kernel(Backend<A> backend, List<Shape> inputs) {
    return backend.add(fn);
  }

  @Override
  public Optional<Map<String, Object>> twin(List<Shape> inputs) {
    return fn == Fn.IDENTITY ? Optional.of(Map.of()) : Optional.empty();
  }
}
