package sevennets.models;

import sevennets.graph.Node;
import sevennets.ops.BatchNorm;
import sevennets.ops.Conv;

/**
 * The Inception family's convolution: followed by a ReLU, and by a batch norm before it where there
 * is one.
 *
 * <pre>{@code
 * Inception module = GoogLeNet.small().withBatchNorm().inception();
 * boolean normalised = module.unit().batchNorm();  // true
 * }</pre>
 *
 * @param batchNorm epsilon 1e-3, as in torchvision; without it the convolution has a bias
 */
public record ConvUnit(boolean batchNorm) {

  private static final BatchNorm BATCH_NORM = BatchNorm.of(1e-3, 0.1);

  /** Named as torchvision's {@code BasicConv2d} called {@code scope}. */
  Node apply(Node x, String scope, Conv conv) {
    return x.in(
        scope,
        in -> batchNorm
            ? in.conv("conv", conv).then("bn", BATCH_NORM).relu("relu")
            : in.conv("conv", conv.bias()).relu("relu"));
  }
}
