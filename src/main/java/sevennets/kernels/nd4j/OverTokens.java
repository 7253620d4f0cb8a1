package sevennets.kernels.nd4j;

import org.nd4j.linalg.api.ndarray.INDArray;
import sevennets.kernels.Kernel;
import sevennets.kernels.Pass;

/**
 * A kernel for vectors {@code N x C} applied to each token of {@code N x L x C} on its own; vectors
 * go through as they are.
 *
 * <pre>{@code
 * Kernel<INDArray> linear = new OverTokens(new Nd4jBackend().dense(true, Fn.GELU));
 * }</pre>
 */
public final class OverTokens implements Kernel<INDArray> {
  private final Kernel<INDArray> kernel;

  public OverTokens(Kernel<INDArray> kernel) {
    this.kernel = kernel;
  }

  @Override
  public INDArray forward(INDArray[] inputs, Pass<INDArray> pass) {
    INDArray output = kernel.forward(vectors(inputs), pass);
    return like(inputs[0], output);
  }

  @Override
  public INDArray[] backward(
      INDArray[] inputs, INDArray output, INDArray outputGradient, Pass<INDArray> pass) {
    INDArray[] gradients =
        kernel.backward(vectors(inputs), vectors(output), vectors(outputGradient), pass);
    for (int i = 0; i < gradients.length; i++) {
      gradients[i] = gradients[i] == null ? null : like(inputs[i], gradients[i]);
    }
    return gradients;
  }

  private static INDArray[] vectors(INDArray[] arrays) {
    INDArray[] vectors = new INDArray[arrays.length];
    for (int i = 0; i < arrays.length; i++) {
      vectors[i] = vectors(arrays[i]);
    }
    return vectors;
  }

  private static INDArray vectors(INDArray array) {
    return array.rank() == 3 ? Rows.of(Rows.dense(array)) : array;
  }

  private static INDArray like(INDArray input, INDArray vectors) {
    return input.rank() == 3
        ? vectors.reshape('c', input.size(0), input.size(1), vectors.size(1))
        : vectors;
  }
}
