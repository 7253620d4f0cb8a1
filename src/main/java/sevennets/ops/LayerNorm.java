package sevennets.ops;

import java.util.List;

/**
 * Normalises each vector, or each token of a sequence, by its own mean and variance (Ba, Kiros and
 * Hinton 2016, arXiv:1607.06450).
 *
 * @param epsilon added to the variance
 */
public record LayerNorm(double epsilon) implements Op {

  /** The Vision Transformer's epsilon. */
  public static final LayerNorm STANDARD = new LayerNorm(1e-6);

  @Override
  public Shape output(List<Shape> inputs) {
    return Require.vectors(type(), inputs);
  }

  @Override
  public List<Parameter> parameters(List<Shape> inputs) {
    List<Integer> perChannel = List.of(inputs.get(0).channels());
    return List.of(
        new Parameter("gamma", "weight", perChannel), new Parameter("beta", "bias", perChannel));
  }

  @Override
  public void addTo(Sink sink, List<Shape> inputs) {
    sink.layer(new sevennets.layers.LayerNorm(inputs.get(0).channels(), epsilon));
  }
}
