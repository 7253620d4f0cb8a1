package sevennets.ops;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import sevennets.kernels.Backend;
import sevennets.kernels.Kernel;
import sevennets.kernels.PoolKind;

/**
 * The mean or the largest value of each pixel's channels: C x H x W to 1 x H x W (CBAM,
 * arXiv:1807.06521, section 3).
 *
 * <pre>{@code
 * Node brightest = x.then("max", ChannelPool.MAX);  // N x 1 x H x W, as CBAM's gate reads it
 * }</pre>
 */
public record ChannelPool(PoolKind kind) implements Op {

  public static final ChannelPool AVG = new ChannelPool(PoolKind.AVG);
  public static final ChannelPool MAX = new ChannelPool(PoolKind.MAX);

  @Override
  public String type() {
    return kind == PoolKind.MAX ? "ChannelMaxPool" : "ChannelAvgPool";
  }

  @Override
  public Shape output(List<Shape> inputs) {
    return Require.image(type(), inputs).withChannels(1);
  }

  @Override
  public <A> Kernel<A> kernel(Backend<A> backend, List<Shape> inputs) {
    return backend.channelPool(kind);
  }

  @Override
  public Optional<Map<String, Object>> twin(List<Shape> inputs) {
    return Optional.of(Map.of());
  }
}
