package sevennets.ops;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import sevennets.kernels.Backend;
import sevennets.kernels.Kernel;
import sevennets.kernels.Keys;

/**
 * Normalises each vector, token of a sequence or pixel of an image by its own mean and variance
 * (Ba, Kiros and Hinton 2016, arXiv:1607.06450).
 *
 * <pre>{@code
 * Node y = tokens.then("norm", LayerNorm.STANDARD);  // each token by itself, over its channels
 * }</pre>
 *
 * @param epsilon added to the variance
 */
public record LayerNorm(double epsilon) implements Op {

  /** The Vision Transformer's epsilon. */
  public static final LayerNorm STANDARD = new LayerNorm(1e-6);

  @Override
  public Shape output(List<Shape> inputs) {
    Require.that(epsilon >= 0, "a layer norm needs an epsilon of at least 0, received %s", epsilon);
    return Require.one(type(), inputs);
  }

  @Override
  public List<Parameter> parameters(List<Shape> inputs) {
    int channels = inputs.get(0).channels();
    return List.of(
        Parameter.vector(Keys.GAMMA, "weight", channels, Initial.ONE),
        Parameter.vector(Keys.BETA, "bias", channels, Initial.ZERO));
  }

  @Override
  public <A> Kernel<A> kernel(Backend<A> backend, List<Shape> inputs) {
    return backend.layerNorm(epsilon);
  }

  @Override
  public Optional<Map<String, Object>> twin(List<Shape> inputs) {
    return Optional.of(Map.of("normalized_shape", inputs.get(0).channels(), "eps", epsilon));
  }
}
