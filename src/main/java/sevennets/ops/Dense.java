package sevennets.ops;

import java.util.ArrayList;
import java.util.List;

/**
 * A fully connected (linear) layer, a vector of C to a vector of {@code units}; or the same for
 * each token of a sequence.
 *
 * @param units outputs
 * @param hasBias whether each output adds a learnt constant
 * @param pointwise whether checkpoints store its weight as that of a 1x1 convolution, {@code out x
 *     in x 1 x 1}: the same numbers in the same order, as in torchvision's and timm's gates
 */
public record Dense(int units, boolean hasBias, boolean pointwise) implements Op {

  public static Dense of(int units) {
    return new Dense(units, true, false);
  }

  public Dense withoutBias() {
    return new Dense(units, false, pointwise);
  }

  public Dense asPointwise() {
    return new Dense(units, hasBias, true);
  }

  @Override
  public String type() {
    return "Linear";
  }

  @Override
  public Shape output(List<Shape> inputs) {
    Shape in = Require.vectors(type(), inputs);
    return in.withChannels(units);
  }

  @Override
  public List<Parameter> parameters(List<Shape> inputs) {
    int in = inputs.get(0).channels();
    List<Parameter> all = new ArrayList<>();
    all.add(
        new Parameter("W", "weight", pointwise ? List.of(units, in, 1, 1) : List.of(units, in)));
    if (hasBias) all.add(new Parameter("b", "bias", List.of(units)));
    return all;
  }

  @Override
  public long macs(List<Shape> inputs) {
    return units * inputs.get(0).size();
  }

  @Override
  public void addTo(Sink sink, List<Shape> inputs) {
    sink.layer(new sevennets.layers.Dense(inputs.get(0).channels(), units, hasBias));
  }
}
