package sevennets.ops;

import java.util.List;
import sevennets.layers.LearnedTokens.Use;

/** Tokens that are learnt, the same for every image (ViT, arXiv:2010.11929, equation 1). */
public record LearnedTokens(Use use) implements Op {

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
    return List.of(
        new Parameter("W", "weight", List.of(tokens(inputs), inputs.get(0).channels())));
  }

  private int tokens(List<Shape> inputs) {
    return use == Use.ADDED ? inputs.get(0).height() : 1;
  }

  @Override
  public void addTo(Sink sink, List<Shape> inputs) {
    sink.layer(
        new sevennets.layers.LearnedTokens(use, tokens(inputs), inputs.get(0).channels()));
  }
}
