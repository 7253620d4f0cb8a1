package sevennets.kernels.onednn;

import org.nd4j.linalg.api.ndarray.INDArray;

/** Batch norm in one primitive each way. */
final class WholeBatchNorm implements BatchNormPlan {
  private final BatchNormPrimitives primitives;
  private RunningStatistics running;

  WholeBatchNorm(long[] shape, double eps, double momentum, boolean relu, boolean training) {
    try (Blueprint blueprint = new Blueprint()) {
      primitives = new BatchNormPrimitives(
          blueprint, blueprint.images(shape), (float) eps, relu, training, !training);
      if (training) {
        running = new RunningStatistics(blueprint, shape, momentum);
      }
    }
  }

  @Override
  public void forward(
      INDArray x, INDArray gamma, INDArray beta, INDArray mean, INDArray variance, INDArray y) {
    primitives.forward(x, vectors(gamma, OneDnn.address(beta), mean, variance), y);
  }

  @Override
  public void moveStatistics(
      INDArray mean, INDArray runningMean, INDArray variance, INDArray runningVariance) {
    running.move(mean, runningMean, variance, runningVariance);
  }

  @Override
  public void backward(
      INDArray x,
      INDArray dy,
      INDArray gamma,
      INDArray mean,
      INDArray variance,
      INDArray dx,
      INDArray dGamma,
      INDArray dBeta) {
    primitives.backward(
        x,
        dy,
        vectors(gamma, 0, mean, variance),
        dx,
        OneDnn.address(dGamma),
        OneDnn.address(dBeta));
  }

  private static BatchNormPrimitives.Vectors vectors(
      INDArray gamma, long beta, INDArray mean, INDArray variance) {
    return new BatchNormPrimitives.Vectors(
        OneDnn.address(gamma), beta, OneDnn.address(mean), OneDnn.address(variance));
  }
}
