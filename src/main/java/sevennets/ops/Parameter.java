package sevennets.ops;

import java.util.List;

/**
 * One tensor of an operation. In memory its numbers lie as PyTorch's do.
 *
 * <pre>{@code
 * for (Parameter parameter : Conv.of(64, 3).bias().parameters(List.of(Shape.image(3, 32, 32))))
 *   System.out.println(parameter.nameIn("conv1") + " " + parameter.shape());
 * }</pre>
 *
 * @param key its key in Deeplearning4j's parameter table, one of {@link sevennets.kernels.Keys}
 * @param tensor its last name in a PyTorch state dict: {@code weight}, {@code bias},
 *     {@code running_mean}, {@code running_var}; empty where the node itself is the tensor
 * @param shape its shape in PyTorch (a convolution's is {@code out x in/groups x kH x kW}, a linear
 *     layer's {@code out x in})
 * @param table its shape in Deeplearning4j's parameter table
 * @param transposed whether that table has the transpose of PyTorch's matrix
 * @param initial what fresh numbers are drawn from
 */
public record Parameter(
    String key,
    String tensor,
    List<Integer> shape,
    List<Integer> table,
    boolean transposed,
    Initial initial) {

  /** With the same shape in both. */
  public static Parameter of(String key, String tensor, List<Integer> shape, Initial initial) {
    return new Parameter(key, tensor, shape, shape, false, initial);
  }

  /** A vector, which is a row in Deeplearning4j's table. */
  public static Parameter vector(String key, String tensor, int length, Initial initial) {
    return new Parameter(key, tensor, List.of(length), List.of(1, length), false, initial);
  }

  /** How many numbers it holds. */
  public long size() {
    return shape.stream().mapToLong(Integer::longValue).reduce(1, Math::multiplyExact);
  }

  /** Its full name in the state dict of a net in which {@code node} holds it. */
  public String nameIn(String node) {
    return tensor.isEmpty() ? node : node + "." + tensor;
  }

  /**
   * Whether training changes it by its gradient; a batch norm's running mean and variance are
   * statistics.
   */
  public boolean learnable() {
    return !tensor.startsWith("running_");
  }
}
