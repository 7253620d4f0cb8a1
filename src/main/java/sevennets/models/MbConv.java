package sevennets.models;

import sevennets.graph.Node;
import sevennets.models.EfficientNet.Stage;
import sevennets.models.SqueezeExcitation.Squeeze;
import sevennets.ops.Activation;
import sevennets.ops.BatchNorm;
import sevennets.ops.Conv;
import sevennets.ops.StochasticDepth;

/**
 * MBConv, EfficientNet's block: an inverted bottleneck (Sandler et al. 2018, arXiv:1801.04381,
 * figure 3d) with squeeze and excitation. A 1x1 convolution widens the image, a depthwise one
 * filters each channel, and another 1x1 narrows it again.
 *
 * <pre>{@code
 * MbConv block = EfficientNet.b0().withoutGates().block();
 * boolean gated = block.gated();  // false
 * }</pre>
 *
 * @param gated whether the block has squeeze and excitation
 * @param fn SiLU in the paper
 * @param norm the batch norms' epsilon and momentum
 * @param samePadding whether padding is TensorFlow's "same": the odd pixel goes to the right and
 *     below
 */
public record MbConv(boolean gated, Activation fn, BatchNorm norm, boolean samePadding) {

  /**
   * The gates' hidden layer has a quarter of the units that the block's input has channels, however
   * wide the block is inside.
   */
  private static final int SE_REDUCTION = 4;

  /**
   * One block of {@code stage}; on the way to the sum it is dropped with probability {@code drop}.
   */
  Node apply(Node x, Stage stage, int filters, int stride, double drop) {
    Node y = x.in("block", in -> {
      int inner = x.channels() * stage.expand();
      Node z = stage.expand() == 1 ? in : unit(in, Conv.of(inner, 1));
      z = unit(z, Conv.of(inner, stage.kernel()).stride(stride).groups(inner));
      if (gated) z = z.in(null, w -> gate().apply(w, Math.max(1, x.channels() / SE_REDUCTION)));
      return z.in(null, w -> normalised(w, Conv.of(filters, 1)));
    });
    if (stride != 1 || !x.sameShape(y)) return y;
    return (drop > 0 ? y.then("stochastic_depth", new StochasticDepth(drop)) : y).plus("add", x);
  }

  /** Convolution, batch norm and activation, in a numbered scope. */
  Node unit(Node x, Conv conv) {
    return x.in(null, in -> normalised(in, conv).then(fn));
  }

  private Node normalised(Node x, Conv conv) {
    return (samePadding ? x.convSame(conv) : x.conv(conv)).then(norm);
  }

  private SqueezeExcitation gate() {
    return new SqueezeExcitation(SE_REDUCTION, false, Squeeze.AVG, fn, Activation.SIGMOID, true);
  }
}
