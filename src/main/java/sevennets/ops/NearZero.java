package sevennets.ops;

import java.util.List;
import sevennets.layers.Gaussian;

/**
 * A linear layer whose fresh weights are all but zero: what reads it begins with next to no change.
 *
 * @param units outputs
 */
public record NearZero(int units) implements Op {

  private static final double DEVIATION = 1e-3;

  @Override
  public String type() {
    return "Linear";
  }

  @Override
  public Shape output(List<Shape> inputs) {
    return dense().output(inputs);
  }

  @Override
  public List<Parameter> parameters(List<Shape> inputs) {
    return dense().parameters(inputs);
  }

  @Override
  public long macs(List<Shape> inputs) {
    return dense().macs(inputs);
  }

  private Dense dense() {
    return Dense.of(units);
  }

  @Override
  public void addTo(Sink sink, List<Shape> inputs) {
    sevennets.layers.Dense layer =
        new sevennets.layers.Dense(inputs.get(0).channels(), units, true);
    layer.setWeightInitFn(new Gaussian(DEVIATION));
    sink.layer(layer);
  }
}
