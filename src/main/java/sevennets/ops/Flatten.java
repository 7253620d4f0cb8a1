package sevennets.ops;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import sevennets.kernels.Backend;
import sevennets.kernels.Kernel;

/**
 * An image as one vector, channel by channel and row by row, as PyTorch flattens it.
 *
 * <pre>{@code
 * Node vector = x.flatten("flat");  // N x C x H x W becomes N x C H W
 * }</pre>
 */
public record Flatten() implements Op {

  @Override
  public Shape output(List<Shape> inputs) {
    return Shape.vector(Math.toIntExact(Require.image(type(), inputs).size()));
  }

  @Override
  public <A> Kernel<A> kernel(Backend<A> backend, List<Shape> inputs) {
    return backend.flatten();
  }

  @Override
  public Optional<Map<String, Object>> twin(List<Shape> inputs) {
    return Optional.of(Map.of());
  }
}
