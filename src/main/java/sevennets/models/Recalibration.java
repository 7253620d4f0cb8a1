package sevennets.models;

import java.util.Set;
import sevennets.graph.Node;

/**
 * Where in a ResNet attention stands: SENet (arXiv:1709.01507), section 6.5 and 6.4, figure 5.
 *
 * <pre>{@code
 * Architecture before = ResNet.cifar(20)
 *     .withAttention(SqueezeExcitation.paper())
 *     .withPlacement(Recalibration.Placement.PRE);
 * }</pre>
 *
 * @param attention what reweighs the features
 * @param placement where in a block it stands
 * @param stages the stages that have it, as in {@code layer1} to {@code layer4}; the paper counts
 *     the stem too, and calls layer1 stage 2
 */
public record Recalibration(Attention attention, Placement placement, Set<Integer> stages) {

  /**
   * STANDARD: on the residual branch, before the sum. PRE: before the residual branch. POST: after
   * the sum. IDENTITY: on the shortcut. INNER: on the residual branch, after the 3x3 convolution
   * that a bottleneck has in its middle (Table 15).
   */
  public enum Placement {
    STANDARD,
    PRE,
    POST,
    IDENTITY,
    INNER
  }

  /** No attention anywhere. */
  static final Recalibration NONE = new Recalibration(x -> x, Placement.STANDARD, Set.of());

  static Recalibration everywhere(Attention attention) {
    return new Recalibration(attention, Placement.STANDARD, Set.of(1, 2, 3, 4));
  }

  Recalibration at(Placement placement) {
    return new Recalibration(attention, placement, stages);
  }

  Recalibration in(Set<Integer> stages) {
    return new Recalibration(attention, placement, stages);
  }

  /** What comes of {@code x} at that place of a block: reweighed, if attention stands there. */
  Node at(Placement place, int stage, Node x) {
    return placement == place && stages.contains(stage)
        ? x.in(attention.scope(), attention::apply)
        : x;
  }
}
