package sevennets.ops;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import sevennets.kernels.Backend;
import sevennets.kernels.Kernel;
import sevennets.kernels.nd4j.Nd4jScaledTanh;

/**
 * {@code amplitude * tanh(slope * x)} of each number.
 *
 * <pre>{@code
 * Node y = x.then("tanh", ScaledTanh.LENET);  // 1.7159 tanh(2 x / 3), as LeNet-5 of 1998
 * }</pre>
 */
public record ScaledTanh(double amplitude, double slope) implements Op {

  /**
   * LeCun et al. 1998, equation 6 and appendix A: f(1) = 1 and f(-1) = -1, where the curvature is
   * largest.
   */
  public static final ScaledTanh LENET = new ScaledTanh(1.7159, 2.0 / 3);

  @Override
  public Shape output(List<Shape> inputs) {
    Require.that(
        amplitude > 0 && slope > 0,
        "a scaled tanh needs an amplitude and a slope above 0, received %s and %s",
        amplitude,
        slope);
    return Require.one(type(), inputs);
  }

  @Override
  public boolean keepsChannels(List<Shape> inputs) {
    return true;
  }

  @Override
  public <A> Kernel<A> kernel(Backend<A> backend, List<Shape> inputs) {
    return backend.onHost(new Nd4jScaledTanh(amplitude, slope));
  }

  @Override
  public Optional<Map<String, Object>> twin(List<Shape> inputs) {
    return Optional.of(Map.of("amplitude", amplitude, "slope", slope));
  }
}
