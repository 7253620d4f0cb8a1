package sevennets.ops;

import java.util.List;
import java.util.Optional;
import sevennets.layers.Fn;

/**
 * The sum of inputs of one shape.
 *
 * @param fn applied to the sum in the same pass
 */
public record Add(Fn fn) implements Op {

  @Override
  public Shape output(List<Shape> inputs) {
    if (inputs.stream().distinct().count() != 1)
      throw new IllegalArgumentException("a sum needs inputs of one shape, received " + inputs);
    return inputs.get(0);
  }

  @Override
  public Optional<Op> fusedWith(Fn next) {
    return fn == Fn.IDENTITY && next == Fn.RELU ? Optional.of(new Add(next)) : Optional.empty();
  }

  @Override
  public void addTo(Sink sink, List<Shape> inputs) {
    sink.vertex(new sevennets.layers.Add(fn));
  }
}
