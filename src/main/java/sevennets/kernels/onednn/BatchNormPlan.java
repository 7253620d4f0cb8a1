package sevennets.kernels.onednn;

import org.nd4j.linalg.api.ndarray.INDArray;

/** A batch norm's primitives for one shape. */
interface BatchNormPlan {

  /** The best plan for images or vectors of {@code shape}. */
  static BatchNormPlan of(
      long[] shape, double eps, double momentum, boolean relu, boolean training) {
    int phases = PhasedBatchNorm.phases(shape);
    return phases == 1
        ? new WholeBatchNorm(shape, eps, momentum, relu, training)
        : new PhasedBatchNorm(shape, phases, eps, momentum, relu, training);
  }

  /**
   * In training writes {@code mean} and {@code variance}, the biased one; in inference reads them.
   */
  void forward(
      INDArray x, INDArray gamma, INDArray beta, INDArray mean, INDArray variance, INDArray y);

  /** Moves the running statistics towards the batch's. */
  void moveStatistics(
      INDArray mean, INDArray runningMean, INDArray variance, INDArray runningVariance);

  void backward(
      INDArray x,
      INDArray dy,
      INDArray gamma,
      INDArray mean,
      INDArray variance,
      INDArray dx,
      INDArray dGamma,
      INDArray dBeta);
}
