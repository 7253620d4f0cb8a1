package sevennets.ops;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import sevennets.kernels.Backend;
import sevennets.kernels.Kernel;
import sevennets.kernels.Keys;
import sevennets.kernels.nd4j.Nd4jPositions;
import sevennets.kernels.nd4j.Nd4jPrepend;

/**
 * Tokens that are learnt, the same for every image (ViT, arXiv:2010.11929, equation 1).
 *
 * <pre>{@code
 * Node y = tokens.then("class", LearnedTokens.CLASS).then("positions", LearnedTokens.POSITIONS);
 * }</pre>
 */
public record LearnedTokens(Use use) implements Op {

  /** Added to the tokens there are, place by place; or set before them. */
  public enum Use {
    ADDED,
    PREPENDED
  }

  private static final double DEVIATION = 0.02;

  /** One for each place, added to the token there. */
  public static final LearnedTokens POSITIONS = new LearnedTokens(Use.ADDED);
  /** One more token, the first, which stands for the image and not for a place in it. */
  public static final LearnedTokens CLASS = new LearnedTokens(Use.PREPENDED);

  @Override
  public String type() {
    return use == Use.ADDED ? "PositionEmbedding" : "ClassToken";
  }

  @Override
  public Shape output(List<Shape> inputs) {
    Shape in = Require.tokens(type(), inputs);
    return use == Use.ADDED ? in : Shape.tokens(in.height() + 1, in.channels());
  }

  @Override
  public List<Parameter> parameters(List<Shape> inputs) {
    int tokens = tokens(inputs), width = inputs.get(0).channels();
    return List.of(new Parameter(
        Keys.WEIGHT,
        "",
        List.of(1, tokens, width),
        List.of(tokens, width),
        false,
        Initial.normal(DEVIATION)));
  }

  private int tokens(List<Shape> inputs) {
    return use == Use.ADDED ? inputs.get(0).height() : 1;
  }

  @Override
  public boolean keepsChannels(List<Shape> inputs) {
    return true;
  }

  @Override
  public <A> Kernel<A> kernel(Backend<A> backend, List<Shape> inputs) {
    return backend.onHost(use == Use.ADDED ? new Nd4jPositions() : new Nd4jPrepend());
  }

  @Override
  public Optional<Map<String, Object>> twin(List<Shape> inputs) {
    return Optional.of(Map.of("tokens", tokens(inputs), "width", inputs.get(0).channels()));
  }
}
