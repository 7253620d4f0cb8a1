package sevennets.ops;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import sevennets.kernels.Backend;
import sevennets.kernels.Kernel;
import sevennets.kernels.nd4j.Nd4jTokens;

/**
 * Each pixel of an image as a token of its C numbers, row by row: C x H x W to H*W tokens.
 *
 * <pre>{@code
 * Node tokens = x.conv("patches", Conv.of(128, 4).stride(4).padding(0)).then("tokens", new Tokens());
 * }</pre>
 */
public record Tokens() implements Op {

  @Override
  public Shape output(List<Shape> inputs) {
    Shape in = Require.image(type(), inputs);
    return Shape.tokens(in.height() * in.width(), in.channels());
  }

  @Override
  public boolean keepsChannels(List<Shape> inputs) {
    return true;
  }

  @Override
  public <A> Kernel<A> kernel(Backend<A> backend, List<Shape> inputs) {
    return backend.onHost(new Nd4jTokens());
  }

  @Override
  public Optional<Map<String, Object>> twin(List<Shape> inputs) {
    return Optional.of(Map.of());
  }
}
