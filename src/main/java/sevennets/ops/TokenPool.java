package sevennets.ops;

import java.util.List;
import sevennets.layers.TokenPool.Kind;

/** One vector for a sequence: its tokens' mean, their sum, or the first of them. */
public record TokenPool(Kind kind) implements Op {

  public static final TokenPool MEAN = new TokenPool(Kind.MEAN);
  public static final TokenPool SUM = new TokenPool(Kind.SUM);
  public static final TokenPool FIRST = new TokenPool(Kind.FIRST);

  @Override
  public String type() {
    return switch (kind) {
      case MEAN -> "TokenMean";
      case SUM -> "TokenSum";
      case FIRST -> "FirstToken";
    };
  }

  @Override
  public Shape output(List<Shape> inputs) {
    return Shape.vector(Require.tokens(type(), inputs).channels());
  }

  @Override
  public void addTo(Sink sink, List<Shape> inputs) {
    sink.layer(new sevennets.layers.TokenPool(kind));
  }
}
