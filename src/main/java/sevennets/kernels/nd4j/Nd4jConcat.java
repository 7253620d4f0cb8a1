package sevennets.kernels.nd4j;

import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;
import sevennets.kernels.Kernel;
import sevennets.kernels.Pass;

/**
 * Concatenation by libnd4j's copies.
 *
 * <pre>{@code
 * Kernel<INDArray> concat = new Nd4jConcat();  // along C
 * }</pre>
 */
public final class Nd4jConcat implements Kernel<INDArray> {

  @Override
  public INDArray forward(INDArray[] inputs, Pass<INDArray> pass) {
    INDArray output = pass.activation(shape(inputs));
    long from = 0;
    for (INDArray input : inputs) {
      part(output, from, input).assign(Rows.of(input));
      from += input.size(-1);
    }
    return output;
  }

  /** @throws IllegalArgumentException where the inputs differ in more than their channels */
  public static long[] shape(INDArray[] inputs) {
    long[] shape = inputs[0].shape().clone();
    long rows = inputs[0].length() / inputs[0].size(-1);
    long channels = 0;
    for (INDArray input : inputs) {
      if (input.rank() != shape.length || input.length() / input.size(-1) != rows) {
        throw new IllegalArgumentException(
            "cannot concatenate the channels of %s and %s: their other sizes differ"
                .formatted(Arrays.toString(shape), Arrays.toString(input.shape())));
      }
      channels += input.size(-1);
    }
    shape[shape.length - 1] = channels;
    return shape;
  }

  private static INDArray part(INDArray whole, long from, INDArray like) {
    return Rows.of(whole)
        .get(NDArrayIndex.all(), NDArrayIndex.interval(from, from + like.size(-1)));
  }

  @Override
  public INDArray[] backward(
      INDArray[] inputs, INDArray output, INDArray outputGradient, Pass<INDArray> pass) {
    INDArray[] gradients = new INDArray[inputs.length];
    long from = 0;
    for (int i = 0; i < inputs.length; i++) {
      gradients[i] = pass.gradient(inputs[i].shape());
      Rows.of(gradients[i]).assign(part(outputGradient, from, inputs[i]));
      from += inputs[i].size(-1);
    }
    return gradients;
  }
}
