package sevennets.ops;

import java.util.List;

/**
 * What each token takes from all tokens: L tokens of 3D numbers (queries, keys, values) to L tokens
 * of D (Vaswani et al. 2017, arXiv:1706.03762, equation 1). The linear layers around it are
 * operations of their own.
 *
 * @param heads into how many parts the D numbers are cut, each with weights of its own
 */
public record SelfAttention(int heads) implements Op {

  @Override
  public Shape output(List<Shape> inputs) {
    Shape in = Require.tokens(type(), inputs);
    if (heads < 1 || in.channels() % (3 * heads) != 0)
      throw new IllegalArgumentException(
          "attention of " + heads + " heads needs tokens of 3 x heads x d numbers, received " + in);
    return in.withChannels(in.channels() / 3);
  }

  /** Queries by keys, and weights by values. */
  @Override
  public long macs(List<Shape> inputs) {
    Shape out = output(inputs);
    return 2 * out.size() * out.height();
  }

  @Override
  public void addTo(Sink sink, List<Shape> inputs) {
    sink.layer(new sevennets.layers.SelfAttention(heads));
  }
}
