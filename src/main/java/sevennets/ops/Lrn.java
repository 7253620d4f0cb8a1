package sevennets.ops;

import java.util.List;

/**
 * Local response normalisation across channels (AlexNet, section 3.3): {@code b_i = a_i / (k +
 * alpha * sum of a_j^2 over n neighbouring channels) ^ beta}.
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
    return Require.image(type(), inputs);
  }

  @Override
  public void addTo(Sink sink, List<Shape> inputs) {
    sink.layer(new sevennets.layers.Lrn(n, k, alpha, beta));
  }
}
