package sevennets.ops;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import sevennets.kernels.Backend;
import sevennets.kernels.Kernel;
import sevennets.kernels.nd4j.Nd4jSelectChannels;

/**
 * Some channels of an image, in the order given: as LeNet-5's third layer sees its second (LeCun et
 * al. 1998, Table I).
 *
 * <pre>{@code
 * Node y = x.then("some", new SelectChannels(List.of(0, 1, 2)));  // LeNet-5's C3 reads three of six maps
 * }</pre>
 */
public record SelectChannels(List<Integer> channels) implements Op {

  @Override
  public Shape output(List<Shape> inputs) {
    Shape in = Require.image(type(), inputs);
    Require.that(
        !channels.isEmpty() && channels.stream().distinct().count() == channels.size(),
        "channels to select must be different, at least one, received %s",
        channels);
    Require.that(
        channels.stream().allMatch(c -> c >= 0 && c < in.channels()),
        "channels from 0 to %d can be selected of %s, received %s",
        in.channels() - 1,
        in,
        channels);
    return in.withChannels(channels.size());
  }

  @Override
  public <A> Kernel<A> kernel(Backend<A> backend, List<Shape> inputs) {
    return backend.onHost(
        new Nd4jSelectChannels(channels.stream().mapToInt(Integer::intValue).toArray()));
  }

  @Override
  public Optional<Map<String, Object>> twin(List<Shape> inputs) {
    return Optional.of(Map.of("channels", channels));
  }
}
