package sevennets.models;

import sevennets.graph.Node;

/**
 * A network as its paper describes it: what turns an image into features, and what turns features
 * into classes.
 *
 * <pre>{@code
 * Architecture mine = new Architecture() {
 *   public Node features(Node x) {
 *     return x.conv("conv", 16, 3, 1).relu("relu");
 *   }
 *
 *   public Node head(Node features, int classes) {
 *     return features.globalAvgPool("pool").dense("fc", classes);
 *   }
 * };
 * graph.classify(mine.logits(graph.input(), 10));
 * }</pre>
 */
public interface Architecture {

  /** The trunk: an image C x H x W to features, an image or a vector. */
  Node features(Node x);

  /** The classifier: features to the scores of {@code classes} classes, before the softmax. */
  Node head(Node features, int classes);

  /**
   * The whole net: an image C x H x W to the scores of {@code classes} classes. A net whose trunk
   * is watched from its middle, by auxiliary classifiers, adds those here.
   */
  default Node logits(Node image, int classes) {
    return head(features(image), classes);
  }
}
