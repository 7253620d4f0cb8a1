package sevennets.ops;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import sevennets.kernels.Backend;
import sevennets.kernels.Fn;
import sevennets.kernels.Kernel;

/**
 * A function of each number on its own.
 *
 * <pre>{@code
 * Node y = x.then("act", Activation.GELU);  // or x.relu("relu"), the short way
 * }</pre>
 */
public record Activation(Fn fn) implements Op {

  public static final Activation RELU = new Activation(Fn.RELU);
  public static final Activation RELU6 = new Activation(Fn.RELU6);
  public static final Activation SILU = new Activation(Fn.SILU);
  public static final Activation SIGMOID = new Activation(Fn.SIGMOID);
  public static final Activation TANH = new Activation(Fn.TANH);
  public static final Activation GELU = new Activation(Fn.GELU);

  @Override
  public String type() {
    return switch (fn) {
      case IDENTITY -> "Identity";
      case RELU -> "ReLU";
      case RELU6 -> "ReLU6";
      case SILU -> "SiLU";
      case SIGMOID -> "Sigmoid";
      case TANH -> "Tanh";
      case GELU -> "GELU";
    };
  }

  @Override
  public Shape output(List<Shape> inputs) {
    return Require.one(type(), inputs);
  }

  @Override
  public boolean keepsChannels(List<Shape> inputs) {
    return true;
  }

  @Override
  public <A> Kernel<A> kernel(Backend<A> backend, List<Shape> inputs) {
    return backend.activation(fn);
  }

  @Override
  public Optional<Map<String, Object>> twin(List<Shape> inputs) {
    return Optional.of(Map.of());
  }
}
