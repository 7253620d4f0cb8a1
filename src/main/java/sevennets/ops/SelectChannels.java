package sevennets.ops;

import java.util.List;

/**
 * Some channels of an image, in the order given: as LeNet-5's third layer sees its second (LeCun et
 * al. 1998, Table I).
 */
public record SelectChannels(List<Integer> channels) implements Op {

  @Override
  public Shape output(List<Shape> inputs) {
    Shape in = Require.image(type(), inputs);
    if (channels.stream().anyMatch(c -> c < 0 || c >= in.channels()))
      throw new IllegalArgumentException("channels from 0 to " + (in.channels() - 1)
          + " can be selected of " + in + ", received " + channels);
    return in.withChannels(channels.size());
  }

  @Override
  public void addTo(Sink sink, List<Shape> inputs) {
    sink.vertex(new sevennets.layers.SelectChannels(
        channels.stream().mapToInt(Integer::intValue).toArray()));
  }
}
