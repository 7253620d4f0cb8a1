package sevennets.models;

import sevennets.graph.Node;

/**
 * A network as its paper describes it: what turns an image into features, and what turns features
 * into classes.
 */
public interface Architecture {

  /** The trunk: an image C x H x W to features, an image or a vector. */
  Node features(Node x);

  /** The classifier: features to the scores of {@code classes} classes, before the softmax. */
  Node head(Node features, int classes);
}
