package sevennets.layers;

import org.nd4j.linalg.api.ndarray.INDArray;

/** A transposed copy: {@link ChannelsLast} and {@link ChannelsFirst}. */
final class Nd4jPermute implements Kernel {
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
  public INDArray forward(INDArray[] inputs, Pass pass) {
    INDArray permuted = inputs[0].permute(axes);
    return pass.activation(permuted.shape()).assign(permuted);
  }

  @Override
  public INDArray[] backward(
      INDArray[] inputs, INDArray output, INDArray outputGradient, Pass pass) {
    if (!pass.wantsInputGradient()) {
      return new INDArray[1];
    }
    return new INDArray[] {pass.gradient(inputs[0].shape()).assign(outputGradient.permute(inverse))
    };
  }
}
