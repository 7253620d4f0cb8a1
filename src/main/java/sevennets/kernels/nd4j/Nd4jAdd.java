package sevennets.kernels.nd4j;

import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;
import sevennets.kernels.Fn;
import sevennets.kernels.Kernel;
import sevennets.kernels.Pass;

/**
 * A sum by libnd4j's operations.
 *
 * <pre>{@code
 * Kernel<INDArray> sum = new Nd4jAdd(Fn.RELU);  // relu(x + y), in a residual block
 * }</pre>
 */
public final class Nd4jAdd implements Kernel<INDArray> {
  private final Fn fn;

  public Nd4jAdd(Fn fn) {
    this.fn = fn;
  }

  @Override
  public INDArray forward(INDArray[] inputs, Pass<INDArray> pass) {
    requireOneShape(inputs);
    INDArray sum = pass.activation(inputs[0].shape());
    inputs[0].add(inputs[1], sum);
    for (int i = 2; i < inputs.length; i++) {
      sum.addi(inputs[i]);
    }
    return Nd4jActivation.apply(fn, sum);
  }

  public static void requireOneShape(INDArray[] inputs) {
    for (INDArray input : inputs) {
      if (!input.equalShapes(inputs[0])) {
        throw new IllegalArgumentException("cannot add arrays of different shapes %s and %s"
            .formatted(Arrays.toString(inputs[0].shape()), Arrays.toString(input.shape())));
      }
    }
  }

  @Override
  public INDArray[] backward(
      INDArray[] inputs, INDArray output, INDArray outputGradient, Pass<INDArray> pass) {
    INDArray before = Nd4jActivation.before(fn, output, outputGradient);
    INDArray[] gradients = new INDArray[inputs.length];
    for (int i = 0; i < inputs.length; i++) {
      gradients[i] = pass.gradient(output.shape()).assign(before);
    }
    return gradients;
  }
}
