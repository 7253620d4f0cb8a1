package sevennets.ops;

import java.util.List;

/** {@code amplitude * tanh(slope * x)} of each number. */
public record ScaledTanh(double amplitude, double slope) implements Op {

  /**
   * LeCun et al. 1998, equation 6 and appendix A: f(1) = 1 and f(-1) = -1, where the curvature is
   * largest.
   */
  public static final ScaledTanh LENET = new ScaledTanh(1.7159, 2.0 / 3);

  @Override
  public Shape output(List<Shape> inputs) {
    return Require.one(type(), inputs);
  }

  @Override
  public void addTo(Sink sink, List<Shape> inputs) {
    sink.layer(new sevennets.layers.ScaledTanh(amplitude, slope));
  }
}
