package sevennets.ops;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sevennets.kernels.Backend;
import sevennets.kernels.Fn;
import sevennets.kernels.Kernel;
import sevennets.kernels.Keys;

/**
 * A fully connected (linear) layer, a vector of C to a vector of {@code units}; or the same for
 * each token of a sequence.
 *
 * <p>Fresh weights are uniform between plus and minus 3/sqrt(C), with a variance of 3/C: what
 * Deeplearning4j calls LeCun's, whose own is 1/C. The stored figures were made with it.
 *
 * <pre>{@code
 * Node scores = x.flatten("flat").then("fc", Dense.of(10).withoutBias());
 * }</pre>
 *
 * @param units outputs
 * @param hasBias whether each output adds a learnt constant
 * @param pointwise whether checkpoints store its weight as that of a 1x1 convolution, {@code out x
 *     in x 1 x 1}: the same numbers in the same order, as in torchvision's and timm's gates
 * @param nearZero whether fresh weights are all but zero, so that what reads it begins with next to
 *     no change
 * @param fn applied to the output in the same pass, in a net that only infers
 */
public record Dense(int units, boolean hasBias, boolean pointwise, boolean nearZero, Fn fn)
    implements Op {

  private static final double NEAR_ZERO = 1e-3;

  public static Dense of(int units) {
    return new Dense(units, true, false, false, Fn.IDENTITY);
  }

  public Dense withoutBias() {
    return new Dense(units, false, pointwise, nearZero, fn);
  }

  public Dense asPointwise() {
    return new Dense(units, hasBias, true, nearZero, fn);
  }

  /** With fresh weights that are all but zero. */
  public Dense nearlyZero() {
    return new Dense(units, hasBias, pointwise, true, fn);
  }

  /** With a function of the output in the same pass. */
  public Dense then(Fn fn) {
    return new Dense(units, hasBias, pointwise, nearZero, fn);
  }

  @Override
  public String type() {
    return "Linear";
  }

  @Override
  public Shape output(List<Shape> inputs) {
    Require.that(units > 0, "a linear layer needs at least 1 output, received %d", units);
    return Require.vectors(type(), inputs).withChannels(units);
  }

  @Override
  public List<Parameter> parameters(List<Shape> inputs) {
    int in = inputs.get(0).channels();
    List<Integer> shape = pointwise ? List.of(units, in, 1, 1) : List.of(units, in);
    Initial initial = nearZero ? Initial.normal(NEAR_ZERO) : Initial.uniform(3 / Math.sqrt(in));
    List<Parameter> all = new ArrayList<>();
    all.add(new Parameter(Keys.WEIGHT, "weight", shape, List.of(in, units), true, initial));
    if (hasBias) all.add(Parameter.vector(Keys.BIAS, "bias", units, Initial.ZERO));
    return all;
  }

  @Override
  public long macs(List<Shape> inputs) {
    return units * inputs.get(0).size();
  }

  @Override
  public <A> Kernel<A> kernel(Backend<A> backend, List<Shape> inputs) {
    return backend.dense(hasBias, fn);
  }

  @Override
  public Optional<Map<String, Object>> twin(List<Shape> inputs) {
    return fn != Fn.IDENTITY
        ? Optional.empty()
        : Optional.of(Map.of(
            "in_features", inputs.get(0).channels(), "out_features", units, "bias", hasBias));
  }
}
