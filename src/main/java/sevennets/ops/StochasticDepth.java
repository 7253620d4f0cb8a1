package sevennets.ops;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import sevennets.kernels.Backend;
import sevennets.kernels.Kernel;

/**
 * Drops a whole residual branch, example by example, while training (Huang et al. 2016,
 * arXiv:1603.09382); what survives is scaled up, so that inference needs no change.
 *
 * <pre>{@code
 * Node y = x.plus("add", x.conv("conv", x.channels(), 3, 1).then(new StochasticDepth(0.2)));
 * }</pre>
 *
 * @param probability of a branch to be dropped, in [0, 1)
 */
public record StochasticDepth(double probability) implements Op {

  @Override
  public Shape output(List<Shape> inputs) {
    Require.probability("stochastic depth", probability);
    return Require.one(type(), inputs);
  }

  @Override
  public boolean keepsChannels(List<Shape> inputs) {
    return true;
  }

  @Override
  public <A> Kernel<A> kernel(Backend<A> backend, List<Shape> inputs) {
    return backend.dropout(probability, true);
  }

  @Override
  public Optional<Map<String, Object>> twin(List<Shape> inputs) {
    return Optional.of(Map.of("p", probability));
  }
}
