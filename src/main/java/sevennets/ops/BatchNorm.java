package sevennets.ops;

import java.util.List;
import java.util.Optional;
import sevennets.layers.Fn;

/**
 * Batch normalisation of each channel (Ioffe and Szegedy 2015, arXiv:1502.03167).
 *
 * @param epsilon added to the variance
 * @param momentum the share of a batch's statistics in the running ones (PyTorch's convention: 0.1;
 *     the papers' decay is 1 minus it)
 * @param fn applied to the output in the same pass
 */
public record BatchNorm(double epsilon, double momentum, Fn fn) implements Op {

  /** PyTorch's and the ResNet code's setting: epsilon 1e-5, momentum 0.1. */
  public static final BatchNorm STANDARD = new BatchNorm(1e-5, 0.1, Fn.IDENTITY);

  public static BatchNorm of(double epsilon, double momentum) {
    return new BatchNorm(epsilon, momentum, Fn.IDENTITY);
  }

  @Override
  public String type() {
    return "BatchNorm2d";
  }

  @Override
  public Shape output(List<Shape> inputs) {
    return Require.image(type(), inputs);
  }

  @Override
  public List<Parameter> parameters(List<Shape> inputs) {
    List<Integer> perChannel = List.of(inputs.get(0).channels());
    return List.of(
        new Parameter("gamma", "weight", perChannel),
        new Parameter("beta", "bias", perChannel),
        new Parameter("mean", "running_mean", perChannel),
        new Parameter("var", "running_var", perChannel));
  }

  @Override
  public Optional<Op> fusedWith(Fn next) {
    return fn == Fn.IDENTITY && next == Fn.RELU
        ? Optional.of(new BatchNorm(epsilon, momentum, next))
        : Optional.empty();
  }

  @Override
  public void addTo(Sink sink, List<Shape> inputs) {
    sink.layer(new sevennets.layers.BatchNorm(inputs.get(0).channels(), epsilon, momentum, fn));
  }
}
