package sevennets.ops;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import sevennets.kernels.Backend;
import sevennets.kernels.Kernel;

/**
 * Undoes a max pool whose windows do not overlap: a small image and, second, the image that was
 * pooled, to one of its size (Stacked What-Where Auto-encoders, arXiv:1506.02351, section 3).
 *
 * <pre>{@code
 * Node pooled = x.maxPool("pool", 2, 2, 0);
 * Node back = pooled.then("unpool", new Unpool(2, true), x);  // each maximum to the place that it came from
 * }</pre>
 *
 * @param side side and stride of the pool, in pixels
 * @param where whether each value goes to its window's maximum alone, or to all places of its
 *     window
 */
public record Unpool(int side, boolean where) implements Op {

  @Override
  public Shape output(List<Shape> inputs) {
    Require.two(type(), inputs);
    Require.that(side > 0, "unpooling needs windows of at least 1 pixel, received %d", side);
    Shape small = inputs.get(0), large = inputs.get(1);
    Require.that(
        small.isImage()
            && large.equals(
                Shape.image(small.channels(), small.height() * side, small.width() * side)),
        "unpooling by %d needs an image and another of %d times its size, received %s",
        side,
        side,
        inputs);
    return large;
  }

  @Override
  public <A> Kernel<A> kernel(Backend<A> backend, List<Shape> inputs) {
    return backend.unpool(side, where);
  }

  @Override
  public Optional<Map<String, Object>> twin(List<Shape> inputs) {
    return Optional.of(Map.of("side", side, "where", where));
  }
}
