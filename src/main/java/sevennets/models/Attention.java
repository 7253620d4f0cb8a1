package sevennets.models;

import sevennets.graph.Node;

/**
 * What reweighs the features of an image by what it sees in them, and leaves their shape as it is.
 *
 * <pre>{@code
 * Attention bounded = features -> features.then("tanh", Activation.TANH);
 * Architecture net = ResNet.cifar(20).withAttention(bounded);
 * }</pre>
 */
public interface Attention {

  /** The reweighed features, C x H x W as they came. */
  Node apply(Node x);

  /** What its part of a block is called. */
  default String scope() {
    return "se";
  }
}
