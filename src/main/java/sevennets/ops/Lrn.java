package sevennets.ops;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import sevennets.kernels.Backend;
import sevennets.kernels.Kernel;

/**
 * Local response normalisation across channels (AlexNet, section 3.3): {@code b_i = a_i / (k +
 * alpha * sum of a_j^2 over n neighbouring channels) ^ beta}.
 *
 * <pre>{@code
 * Node y = x.then("lrn", new Lrn(5, 2, 1e-4, 0.75));  // Lrn.ALEXNET is this
 * }</pre>
 *
 * @param n how many neighbouring channels are summed
 * @param k the constant in the denominator
 * @param alpha multiplies the sum, as the paper writes it (PyTorch and Caffe divide their alpha by
 *     n first)
 * @param beta the exponent
 */
public record Lrn(int n, double k, double alpha, double beta) implements Op {

  /** AlexNet's constants, section 3.3: n = 5, k = 2, alpha = 1e-4, beta = 0.75. */
  public static final Lrn ALEXNET = new Lrn(5, 2, 1e-4, 0.75);

  @Override
  public String type() {
    return "LocalResponseNorm";
  }

  @Override
  public Shape output(List<Shape> inputs) {
    Require.that(
        n > 0 && n % 2 == 1,
        "a local response norm needs an odd number of neighbours, received %d",
        n);
    return Require.image(type(), inputs);
  }

  @Override
  public <A> Kernel<A> kernel(Backend<A> backend, List<Shape> inputs) {
    return backend.lrn(n, k, alpha, beta);
  }

  /** PyTorch divides its alpha by the number of channels, the paper does not. */
  @Override
  public Optional<Map<String, Object>> twin(List<Shape> inputs) {
    return Optional.of(Map.of("size", n, "k", k, "alpha", alpha * n, "beta", beta));
  }
}
