package sevennets.ops;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import sevennets.kernels.Backend;
import sevennets.kernels.Kernel;
import sevennets.kernels.PoolKind;

/**
 * The mean or the largest value of each channel: C x H x W to a vector of C (Network in Network,
 * arXiv:1312.4400).
 *
 * <pre>{@code
 * Node means = x.then("pool", new GlobalPool(PoolKind.AVG));  // N x C, the end of most nets here
 * }</pre>
 */
public record GlobalPool(PoolKind kind) implements Op {

  @Override
  public String type() {
    return kind == PoolKind.MAX ? "GlobalMaxPool" : "GlobalAvgPool";
  }

  @Override
  public Shape output(List<Shape> inputs) {
    return Shape.vector(Require.image(type(), inputs).channels());
  }

  @Override
  public boolean keepsChannels(List<Shape> inputs) {
    return true;
  }

  @Override
  public <A> Kernel<A> kernel(Backend<A> backend, List<Shape> inputs) {
    return backend.globalPool(kind);
  }

  @Override
  public Optional<Map<String, Object>> twin(List<Shape> inputs) {
    return Optional.of(Map.of());
  }
}
