package sevennets.ops;

import java.util.List;
import sevennets.layers.Pool.Kind;

/**
 * The mean or the largest value of each channel: C x H x W to a vector of C (Network in Network,
 * arXiv:1312.4400).
 */
public record GlobalPool(Kind kind) implements Op {

  @Override
  public String type() {
    return kind == Kind.MAX ? "GlobalMaxPool" : "GlobalAvgPool";
  }

  @Override
  public Shape output(List<Shape> inputs) {
    return Shape.vector(Require.image(type(), inputs).channels());
  }

  @Override
  public void addTo(Sink sink, List<Shape> inputs) {
    sink.layer(new sevennets.layers.GlobalPool(kind));
  }
}
