package sevennets.kernels.nd4j;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Erf;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;
import sevennets.kernels.Fn;
import sevennets.kernels.Kernel;
import sevennets.kernels.Pass;

/** {@link Fn} by libnd4j's operations. */
final class Nd4jActivation implements Kernel<INDArray> {
  private final Fn fn;

  Nd4jActivation(Fn fn) {
    this.fn = fn;
  }

  @Override
  public INDArray forward(INDArray[] inputs, Pass<INDArray> pass) {
    INDArray output = pass.activation(inputs[0].shape());
    output.assign(inputs[0]);
    return apply(fn, output);
  }

  @Override
  public INDArray[] backward(
      INDArray[] inputs, INDArray output, INDArray outputGradient, Pass<INDArray> pass) {
    if (!pass.wantsInputGradient()) {
      return new INDArray[1];
    }
    INDArray gradient = pass.gradient(inputs[0].shape());
    gradient.assign(outputGradient);
    gradient.muli(derivative(fn, inputs[0], output));
    return new INDArray[] {gradient};
  }

  /** Replaces {@code x} by {@code fn(x)}. */
  static INDArray apply(Fn fn, INDArray x) {
    return switch (fn) {
      case IDENTITY -> x;
      case RELU -> Transforms.relu(x, false);
      case RELU6 -> Transforms.min(Transforms.relu(x, false), 6, false);
      case SILU -> x.muli(Transforms.sigmoid(x, true));
      case GELU -> x.muli(normalBelow(x));
      case SIGMOID -> Transforms.sigmoid(x, false);
      case TANH -> Transforms.tanh(x, false);
    };
  }

  /** {@code fn'(x)}; {@code x} may be null where {@link Fn#invertible}. */
  static INDArray derivative(Fn fn, INDArray x, INDArray y) {
    return switch (fn) {
      case IDENTITY -> y.ulike().assign(1);
      case RELU -> y.gt(0).castTo(y.dataType());
      case RELU6 -> y.gt(0).castTo(y.dataType()).muli(y.lt(6).castTo(y.dataType()));
      case SILU -> {
        INDArray sigmoid = Transforms.sigmoid(x, true);
        yield x.mul(sigmoid.rsub(1)).addi(1).muli(sigmoid);
      }
      case GELU ->
        normalBelow(x)
            .addi(Transforms.exp(x.mul(x).muli(-0.5), false).muli(x).divi(Math.sqrt(2 * Math.PI)));
      case SIGMOID -> y.rsub(1).muli(y);
      case TANH -> y.mul(y).rsubi(1);
    };
  }

  /** The standard normal distribution function. */
  private static INDArray normalBelow(INDArray x) {
    INDArray scaled = x.div(Math.sqrt(2));
    return Nd4j.getExecutioner().exec(new Erf(scaled, scaled)).addi(1).muli(0.5);
  }

  /**
   * The gradient before a fused, invertible {@code fn}: {@code gradient} itself for the identity.
   */
  static INDArray before(Fn fn, INDArray y, INDArray gradient) {
    return fn == Fn.IDENTITY ? gradient : derivative(fn, null, y).muli(gradient);
  }
}
