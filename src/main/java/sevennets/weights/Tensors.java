package sevennets.weights;

import java.util.Set;

/**
 * Named tensors of floats, as a checkpoint holds them: from a file, from a net, or generated.
 *
 * <pre>{@code
 * for (String name : checkpoint.names()) System.out.println(name + " " + Arrays.toString(checkpoint.shape(name)));
 * }</pre>
 */
public interface Tensors {

  /** The tensors' names, in the source's own order. */
  Set<String> names();

  /**
   * A tensor's shape as PyTorch writes it: a convolution's weight is {@code out x in/groups x kH x
   * kW}.
   *
   * @throws IllegalArgumentException if there is no such tensor
   */
  long[] shape(String name);

  /**
   * A tensor's elements in C order (the last index runs fastest).
   *
   * @throws IllegalArgumentException if there is no such tensor, or it does not hold floats
   */
  float[] read(String name);
}
