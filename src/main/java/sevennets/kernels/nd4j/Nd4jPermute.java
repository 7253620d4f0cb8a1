package sevennets.kernels.nd4j;

import org.nd4j.linalg.api.ndarray.INDArray;
import sevennets.kernels.Kernel;
import sevennets.kernels.Pass;

/** A transposed copy: images with their channels last. */
final class Nd4jPermute implements Kernel<INDArray> {
  private final int[] axes;
  private final int[] inverse;

  Nd4jPermute(int... axes) {
    this.axes = axes;
    inverse = new int[axes.length];
    for (int i = 0; i < axes.length; i++) {
      inverse[axes[i]] = i;
    }
  }

  @Override
  public INDArray forward(INDArray[] inputs, Pass<INDArray> pass) {
    INDArray permuted = inputs[0].permute(axes);
    return pass.activation(permuted.shape()).assign(permuted);
  }

  @Override
  public INDArray[] backward(
      INDArray[] inputs, INDArray output, INDArray outputGradient, Pass<INDArray> pass) {
    if (!pass.wantsInputGradient()) {
      return new INDArray[1];
    }
    return new INDArray[] {pass.gradient(inputs[0].shape()).assign(outputGradient.permute(inverse))
    };
  }
}
