package sevennets.ops;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import sevennets.kernels.Backend;
import sevennets.kernels.Kernel;
import sevennets.kernels.TokenKind;
import sevennets.kernels.nd4j.Nd4jTokenPool;

/**
 * One vector for a sequence: its tokens' mean, their sum, or the first of them.
 *
 * <pre>{@code
 * Node vector = tokens.then("pool", TokenPool.MEAN);  // N x L x C becomes N x C
 * }</pre>
 */
public record TokenPool(TokenKind kind) implements Op {

  public static final TokenPool MEAN = new TokenPool(TokenKind.MEAN);
  public static final TokenPool SUM = new TokenPool(TokenKind.SUM);
  public static final TokenPool FIRST = new TokenPool(TokenKind.FIRST);

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
  public boolean keepsChannels(List<Shape> inputs) {
    return true;
  }

  @Override
  public <A> Kernel<A> kernel(Backend<A> backend, List<Shape> inputs) {
    return backend.onHost(new Nd4jTokenPool(kind));
  }

  @Override
  public Optional<Map<String, Object>> twin(List<Shape> inputs) {
    return Optional.of(Map.of());
  }
}
