package sevennets.ops;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import sevennets.kernels.Backend;
import sevennets.kernels.Kernel;

/**
 * Sets each number to zero with a probability while training, and scales the others up to keep the
 * mean (Srivastava et al. 2014; AlexNet, section 4.2, scales at test time instead).
 *
 * <pre>{@code
 * Node y = x.dropout("drop", 0.5);  // in training each number is kept with probability 0.5
 * }</pre>
 *
 * @param probability of a number to be dropped, in [0, 1)
 */
public record Dropout(double probability) implements Op {

  @Override
  public Shape output(List<Shape> inputs) {
    Require.probability("dropout", probability);
    return Require.one(type(), inputs);
  }

  @Override
  public boolean keepsChannels(List<Shape> inputs) {
    return true;
  }

  @Override
  public <A> Kernel<A> kernel(Backend<A> backend, List<Shape> inputs) {
    return backend.dropout(probability, false);
  }

  @Override
  public Optional<Map<String, Object>> twin(List<Shape> inputs) {
    return Optional.of(Map.of("p", probability));
  }
}
