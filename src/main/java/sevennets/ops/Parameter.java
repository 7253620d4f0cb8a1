package sevennets.ops;

import java.util.List;

/**
 * One tensor of a layer.
 *
 * @param key its key in Deeplearning4j's parameter table: {@code W}, {@code b}, {@code gamma},
 *     {@code beta}, {@code mean}, {@code var}
 * @param tensor its last name in a PyTorch state dict: {@code weight}, {@code bias},
 *     {@code running_mean}, {@code running_var}
 * @param shape its shape in PyTorch's order (a convolution's is {@code out x in/groups x kH x kW},
 *     a linear layer's {@code out x in})
 */
public record Parameter(String key, String tensor, List<Integer> shape) {

  /** How many numbers it holds. */
  public long size() {
    return shape.stream().mapToLong(Integer::longValue).reduce(1, Math::multiplyExact);
  }

  /**
   * Whether training changes it by its gradient; a batch norm's running mean and variance are
   * statistics.
   */
  public boolean learnable() {
    return !tensor.startsWith("running_");
  }
}
