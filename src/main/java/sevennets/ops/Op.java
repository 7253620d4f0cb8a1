package sevennets.ops;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nd4j.shade.jackson.annotation.JsonAutoDetect;
import org.nd4j.shade.jackson.annotation.JsonAutoDetect.Visibility;
import org.nd4j.shade.jackson.annotation.JsonTypeInfo;
import org.nd4j.shade.jackson.databind.annotation.JsonTypeIdResolver;
import sevennets.kernels.Backend;
import sevennets.kernels.Fn;
import sevennets.kernels.Kernel;
import sevennets.kernels.Window;

/**
 * What a node computes, described once: what it demands of its inputs, its output's shape, its
 * parameters, its cost, and which kernel it asks a backend for. An operation is a record: two of
 * equal components are the same.
 *
 * <pre>{@code
 * Op op = Conv.of(64, 3).padding(1);
 * Shape out = op.output(List.of(Shape.image(3, 32, 32)));  // 64 x 32 x 32
 * long work = op.macs(List.of(Shape.image(3, 32, 32)));  // 64 * 32 * 32 * 3 * 9
 * }</pre>
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.CUSTOM, property = "type")
@JsonTypeIdResolver(OpNames.class)
@JsonAutoDetect(isGetterVisibility = Visibility.NONE)
public interface Op {

  /**
   * The standard name of the operation, as it stands in a layer table: {@code Conv2d},
   * {@code BatchNorm2d}, ...
   */
  default String type() {
    return getClass().getSimpleName();
  }

  /**
   * The shape of the output for the given inputs. All that can be wrong with the operation or its
   * inputs is found here, so that the graph can name the node.
   *
   * @throws IllegalArgumentException with what is required and what was received
   */
  Shape output(List<Shape> inputs);

  /** The tensors it holds, in their order in the net's flat vector; none by default. */
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
   * Whether each channel of the output is made of the same channel of the input alone, so that what
   * a later layer reads can be traced through it.
   */
  default boolean keepsChannels(List<Shape> inputs) {
    return false;
  }

  /**
   * The same operation with {@code fn} applied to its output in one pass, where that is faster;
   * else nothing.
   */
  default Optional<Op> fusedWith(Fn fn) {
    return Optional.empty();
  }

  /** A kernel of its own for each node: the one that does this operation. */
  <A> Kernel<A> kernel(Backend<A> backend, List<Shape> inputs);

  /**
   * The arguments of the module that does the same in PyTorch: the one of {@code torch.nn}, or of
   * {@code torch_twin.py}, that is called {@link #type}. Nothing where there is none.
   */
  default Optional<Map<String, Object>> twin(List<Shape> inputs) {
    return Optional.empty();
  }
}
