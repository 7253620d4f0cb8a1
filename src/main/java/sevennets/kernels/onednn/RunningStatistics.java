package sevennets.kernels.onednn;

import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Moves a batch norm's running statistics towards a batch's, whose variance becomes the unbiased
 * one.
 */
final class RunningStatistics {
  private final WeightedSum means;
  private final WeightedSum variances;

  RunningStatistics(Blueprint blueprint, long[] shape, double momentum) {
    long channels = shape[shape.length - 1];
    double rows = Arrays.stream(shape).reduce(1, (a, b) -> a * b) / (double) channels;
    float kept = (float) (1 - momentum);
    means = new WeightedSum(blueprint, channels, kept, (float) momentum);
    variances = new WeightedSum(
        blueprint, channels, kept, (float) (momentum * rows / Math.max(1, rows - 1)));
  }

  void move(INDArray mean, INDArray runningMean, INDArray variance, INDArray runningVariance) {
    means.into(runningMean, mean);
    variances.into(runningVariance, variance);
  }
}
