package sevennets.kernels.onednn;

import java.nio.FloatBuffer;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A {@link PhasedBatchNorm}'s small vectors, one number for each phase and channel, and the
 * arithmetic between them.
 */
final class PhaseVectors {
  private final int channels;
  private final int phases;
  final Repeated mean;
  final Repeated variance;
  final Repeated gamma;
  final Repeated beta;
  final Repeated dGamma;
  final Repeated dBeta;
  final Repeated slope;
  final Repeated offset;

  /** A vector whose parts, one a phase, are equal or are to be merged. */
  final class Repeated {
    private final FloatPointer memory = new FloatPointer((long) channels * phases);
    private final FloatBuffer values = memory.asBuffer();

    Repeated(Natives natives) {
      FloatPointer allocated = memory;
      natives.add(allocated::deallocate);
    }

    long address() {
      return memory.address();
    }

    void repeat(INDArray vector) {
      for (int c = 0; c < channels; c++) {
        set(c, vector.getFloat(c));
      }
    }

    private void set(int channel, float value) {
      for (int p = 0; p < phases; p++) {
        values.put(p * channels + channel, value);
      }
    }

    private double sum(int channel) {
      double sum = 0;
      for (int p = 0; p < phases; p++) {
        sum += values.get(p * channels + channel);
      }
      return sum;
    }
  }

  PhaseVectors(int channels, int phases) {
    this.channels = channels;
    this.phases = phases;
    Natives natives = Natives.planned();
    mean = new Repeated(natives);
    variance = new Repeated(natives);
    gamma = new Repeated(natives);
    beta = new Repeated(natives);
    dGamma = new Repeated(natives);
    dBeta = new Repeated(natives);
    slope = new Repeated(natives);
    offset = new Repeated(natives);
  }

  BatchNormPrimitives.Vectors addresses() {
    return new BatchNormPrimitives.Vectors(
        gamma.address(), beta.address(), mean.address(), variance.address());
  }

  /**
   * From each phase's statistics to the batch's: the variance is the mean one plus that of the
   * means.
   */
  void mergeStatistics(INDArray batchMean, INDArray batchVariance) {
    for (int c = 0; c < channels; c++) {
      double merged = mean.sum(c) / phases;
      double spread = 0;
      for (int p = 0; p < phases; p++) {
        double distance = mean.values.get(p * channels + c) - merged;
        spread += distance * distance;
      }
      double total = (variance.sum(c) + spread) / phases;
      mean.set(c, (float) merged);
      variance.set(c, (float) total);
      batchMean.putScalar(c, merged);
      batchVariance.putScalar(c, total);
    }
  }

  /**
   * Sums the phases' gradients, and sets the line {@code slope x + offset} that the input's
   * gradient still lacks.
   */
  void mergeGradients(INDArray gammaGradient, INDArray betaGradient, long rows, float eps) {
    for (int c = 0; c < channels; c++) {
      double dGammaSum = dGamma.sum(c);
      double dBetaSum = dBeta.sum(c);
      gammaGradient.putScalar(c, dGammaSum);
      betaGradient.putScalar(c, dBetaSum);
      double perDeviation = 1 / Math.sqrt(variance.values.get(c) + eps);
      double factor = gamma.values.get(c) * perDeviation / rows;
      double perInput = -factor * dGammaSum * perDeviation;
      slope.set(c, (float) perInput);
      offset.set(c, (float) (-factor * dBetaSum - perInput * mean.values.get(c)));
    }
  }
}
