package sevennets.ops;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import sevennets.kernels.Backend;
import sevennets.kernels.Kernel;
import sevennets.kernels.nd4j.Nd4jChannelShuffle;

/**
 * Mixes the groups of a grouped convolution, so that the next one's groups see all of them: the
 * first channel of each group, then the second of each, and so on (ShuffleNet, Zhang et al. 2017,
 * arXiv:1707.01083, figure 1).
 *
 * <pre>{@code
 * Node y = x.conv("grouped", Conv.of(48, 1).groups(4)).then("shuffle", new ChannelShuffle(4));
 * }</pre>
 */
public record ChannelShuffle(int groups) implements Op {

  @Override
  public Shape output(List<Shape> inputs) {
    Shape in = Require.image(type(), inputs);
    Require.that(
        groups > 0 && in.channels() % groups == 0,
        "a shuffle needs channels that its groups divide, received %d groups and %s",
        groups,
        in);
    return in;
  }

  @Override
  public <A> Kernel<A> kernel(Backend<A> backend, List<Shape> inputs) {
    return backend.onHost(new Nd4jChannelShuffle(groups));
  }

  @Override
  public Optional<Map<String, Object>> twin(List<Shape> inputs) {
    return Optional.of(Map.of("groups", groups));
  }
}
