package sevennets.models;

import sevennets.graph.Node;

/**
 * What reweighs the features of an image by what it sees in them, and leaves their shape as it is.
 */
public interface Attention {

  /** The reweighed features, C x H x W as they came. */
  Node apply(Node x);

  /** What its part of a block is called. */
  default String scope() {
    return "se";
  }
}
