package sevennets.ops;

import java.util.List;
import java.util.Optional;
import sevennets.layers.Fn;

/**
 * What a node computes: its output's shape, its parameters and its cost, all known before any
 * weight exists, and the layer of {@code sevennets.layers} that does it.
 */
public interface Op {

  /**
   * The standard name of the operation, as it stands in a layer table: {@code Conv2d},
   * {@code BatchNorm}, ...
   */
  default String type() {
    return getClass().getSimpleName();
  }

  /**
   * The shape of the output for the given inputs.
   *
   * @throws IllegalArgumentException if they do not fit, with what is required and what was
   *     received
   */
  Shape output(List<Shape> inputs);

  /** The tensors it holds; none by default. */
  default List<Parameter> parameters(List<Shape> inputs) {
    return List.of();
  }

  /**
   * Multiply-adds of convolutions, linear layers and attention's products for one example; 0 for
   * everything else, as the papers count.
   */
  default long macs(List<Shape> inputs) {
    return 0;
  }

  /** The window it slides over its image, where it has one; receptive fields follow from it. */
  default Optional<Window> window() {
    return Optional.empty();
  }

  /**
   * The same operation with {@code fn} applied to its output in one pass, where that is faster;
   * else nothing.
   */
  default Optional<Op> fusedWith(Fn fn) {
    return Optional.empty();
  }

  /** Adds the Deeplearning4j layer or vertex that computes it. */
  void addTo(Sink sink, List<Shape> inputs);
}
