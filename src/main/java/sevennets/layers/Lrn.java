package sevennets.layers;

import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Local response normalisation across {@code n} neighbouring channels: {@code y = x / (k + alpha *
 * sum of x^2)^beta}. Krizhevsky et al. 2012, section 3.3, where alpha is not divided by n;
 * {@link #torch} divides it, as PyTorch and Caffe do.
 */
public final class Lrn extends FastLayer {
  @JsonProperty
  private int n;

  @JsonProperty
  private double k;

  @JsonProperty
  private double alpha;

  @JsonProperty
  private double beta;

  private Lrn() {}

  /** @throws IllegalArgumentException unless {@code n} is odd and positive */
  public Lrn(int n, double k, double alpha, double beta) {
    if (n < 1 || n % 2 == 0) {
      throw new IllegalArgumentException(
          "Lrn: n must be an odd, positive number of channels; received " + n);
    }
    this.n = n;
    this.k = k;
    this.alpha = alpha;
    this.beta = beta;
  }

  /**
   * With PyTorch's and Caffe's meaning of {@code alpha}: {@code alpha / n} for each channel's
   * square.
   */
  public static Lrn torch(int n, double k, double alpha, double beta) {
    return new Lrn(n, k, alpha / n, beta);
  }

  @Override
  Kernel kernel(DataType type) {
    return Backend.callsOneDnn(type)
        ? new OneDnnLrn(n, k, alpha, beta)
        : new Nd4jLrn(n, k, alpha, beta);
  }

  @Override
  Object settings() {
    return List.of(n, k, alpha, beta);
  }
}
