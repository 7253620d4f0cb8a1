package sevennets.models;

import java.util.List;
import sevennets.graph.Node;
import sevennets.models.Recalibration.Placement;
import sevennets.ops.Conv;
import sevennets.ops.PadShortcut;

/**
 * A residual block: y = F(x) + x. He et al. 2015, arXiv:1512.03385, equations 1 and 2 and figure 5.
 *
 * <pre>{@code
 * Architecture projected = ResNet.cifar(20).withShortcut(Residual.Shortcut.C);
 * }</pre>
 *
 * @param block the convolutions of F
 * @param shortcut what carries x past a block that changes its shape
 * @param norm where batch norm and ReLU stand
 * @param attention what reweighs the features, and where
 */
public record Residual(Block block, Shortcut shortcut, Norm norm, Recalibration attention) {

  /**
   * Section 3.3: A pads with zeros, B projects where the shape changes, C projects everywhere; NONE
   * has no shortcut.
   */
  public enum Shortcut {
    A,
    B,
    C,
    NONE
  }

  /**
   * After each convolution; before each (He et al. 2016, arXiv:1603.05027, figure 4e); or no batch
   * norm, and biases.
   */
  public enum Norm {
    AFTER,
    BEFORE,
    NONE
  }

  /**
   * Two 3x3 convolutions (figure 5, left), or a bottleneck of 1x1, 3x3, 1x1 that ends in four times
   * the filters (right).
   *
   * @param widening multiplies the filters inside a bottleneck (Zagoruyko and Komodakis 2016,
   *     arXiv:1605.07146)
   * @param strideIn1x1 whether a bottleneck strides in its first 1x1, as the paper's did, or in its
   *     3x3
   */
  public record Block(boolean bottleneck, int widening, boolean strideIn1x1) {

    public static final Block BASIC = new Block(false, 1, false);
    public static final Block BOTTLENECK = new Block(true, 1, false);

    List<Conv> convolutions(int filters, int stride) {
      if (!bottleneck) return List.of(Conv.of(filters, 3).stride(stride), Conv.of(filters, 3));
      int inner = filters * widening, first = strideIn1x1 ? stride : 1;
      return List.of(
          Conv.of(inner, 1).stride(first),
          Conv.of(inner, 3).stride(stride / first),
          Conv.of(4 * filters, 1));
    }
  }

  /** Block {@code place}, from 0, of {@code stage}, from 1. */
  Node apply(Node x, int stage, int place, int filters) {
    int stride = stage > 1 && place == 0 ? 2 : 1;
    // The stem has normalised the first block's input already (arXiv:1603.05027, appendix).
    Node in = norm == Norm.BEFORE && (stage > 1 || place > 0) ? x.bn("bn1").relu("relu1") : x;
    Node y =
        branch(attention.at(Placement.PRE, stage, in), stage, block.convolutions(filters, stride));
    y = attention.at(Placement.STANDARD, stage, y);
    if (shortcut != Shortcut.NONE)
      y = y.plus("add", attention.at(Placement.IDENTITY, stage, shortcut(x, in, y, stride)));
    return attention.at(Placement.POST, stage, norm == Norm.BEFORE ? y : y.relu("relu"));
  }

  /** F: the convolutions, with batch norm and ReLU between them. */
  private Node branch(Node y, int stage, List<Conv> convolutions) {
    for (int i = 1; i <= convolutions.size(); i++) {
      if (norm == Norm.BEFORE && i > 1) y = y.bn("bn" + i).relu("relu" + i);
      y = conv(y, "conv" + i, convolutions.get(i - 1));
      if (norm == Norm.AFTER) y = y.bn("bn" + i);
      if (norm != Norm.BEFORE && i < convolutions.size()) y = y.relu("relu" + i);
      if (block.bottleneck && i == 2) y = attention.at(Placement.INNER, stage, y);
    }
    return y;
  }

  /**
   * x itself where it fits; else what makes it fit, which takes the normalised input where there is
   * one.
   */
  private Node shortcut(Node x, Node normalised, Node y, int stride) {
    if (shortcut != Shortcut.C && x.sameShape(y)) return x;
    if (shortcut == Shortcut.A)
      return normalised.then("downsample", new PadShortcut(y.channels(), stride));
    Node projected = conv(normalised, "downsample.0", Conv.of(y.channels(), 1).stride(stride));
    return norm == Norm.AFTER ? projected.bn("downsample.1") : projected;
  }

  private Node conv(Node x, String id, Conv conv) {
    return x.conv(id, norm == Norm.NONE ? conv.bias() : conv);
  }

  Residual with(Block block) {
    return new Residual(block, shortcut, norm, attention);
  }

  Residual with(Shortcut shortcut) {
    return new Residual(block, shortcut, norm, attention);
  }

  Residual with(Norm norm) {
    return new Residual(block, shortcut, norm, attention);
  }

  Residual with(Recalibration attention) {
    return new Residual(block, shortcut, norm, attention);
  }
}
