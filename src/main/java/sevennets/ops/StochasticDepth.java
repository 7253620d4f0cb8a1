package sevennets.ops;

import java.util.List;

/**
 * Drops a whole residual branch, example by example, while training (Huang et al. 2016,
 * arXiv:1603.09382); what survives is scaled up, so that inference needs no change.
 *
 * @param probability of a branch to be dropped, in [0, 1)
 */
public record StochasticDepth(double probability) implements Op {

  @Override
  public Shape output(List<Shape> inputs) {
    return Require.one(type(), inputs);
  }

  @Override
  public void addTo(Sink sink, List<Shape> inputs) {
    sink.vertex(new sevennets.layers.StochasticDepth(probability));
  }
}
