package sevennets.ops;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import sevennets.kernels.Backend;
import sevennets.kernels.Fn;
import sevennets.kernels.Kernel;
import sevennets.kernels.Keys;

/**
 * Batch normalisation of each channel (Ioffe and Szegedy 2015, arXiv:1502.03167).
 *
 * <pre>{@code
 * Node y = x.then("bn", BatchNorm.of(1e-3, 0.01));  // epsilon and momentum as EfficientNet has them
 * }</pre>
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
    Require.that(
        epsilon >= 0 && momentum >= 0 && momentum <= 1,
        "a batch norm needs an epsilon of at least 0 and a momentum in [0, 1], received %s and %s",
        epsilon,
        momentum);
    return Require.image(type(), inputs);
  }

  @Override
  public List<Parameter> parameters(List<Shape> inputs) {
    int channels = inputs.get(0).channels();
    return List.of(
        Parameter.vector(Keys.GAMMA, "weight", channels, Initial.ONE),
        Parameter.vector(Keys.BETA, "bias", channels, Initial.ZERO),
        Parameter.vector(Keys.MEAN, "running_mean", channels, Initial.ZERO),
        Parameter.vector(Keys.VARIANCE, "running_var", channels, Initial.ONE));
  }

  @Override
  public Optional<Op> fusedWith(Fn next) {
    return fn == Fn.IDENTITY && next == Fn.RELU
        ? Optional.of(new BatchNorm(epsilon, momentum, next))
        : Optional.empty();
  }

  @Override
  public boolean keepsChannels(List<Shape> inputs) {
    return true;
  }

  @Override
  public <A> Kernel<A> kernel(Backend<A> backend, List<Shape> inputs) {
    return backend.batchNorm(epsilon, momentum, fn);
  }

  @Override
  public Optional<Map<String, Object>> twin(List<Shape> inputs) {
    return fn != Fn.IDENTITY
        ? Optional.empty()
        : Optional.of(
            Map.of("num_features", inputs.get(0).channels(), "eps", epsilon, "momentum", momentum));
  }
}
