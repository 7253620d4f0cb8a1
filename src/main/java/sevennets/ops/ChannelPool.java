package sevennets.ops;

import java.util.List;
import sevennets.layers.Pool.Kind;

/**
 * The mean or the largest value of each pixel's channels: C x H x W to 1 x H x W (CBAM,
 * arXiv:1807.06521, section 3).
 */
public record ChannelPool(Kind kind) implements Op {

  public static final ChannelPool AVG = new ChannelPool(Kind.AVG);
  public static final ChannelPool MAX = new ChannelPool(Kind.MAX);

  @Override
  public String type() {
    return kind == Kind.MAX ? "ChannelMaxPool" : "ChannelAvgPool";
  }

  @Override
  public Shape output(List<Shape> inputs) {
    return Require.image(type(), inputs).withChannels(1);
  }

  @Override
  public void addTo(Sink sink, List<Shape> inputs) {
    sink.layer(new sevennets.layers.ChannelPool(kind));
  }
}
