package sevennets.experiment;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.apache.commons.math3.stat.StatUtils;

/**
 * One line of a report.
 *
 * @param arm         its name
 * @param values      the measure, one number a seed
 * @param params      learnable parameters
 * @param macs        multiply-adds for one image
 * @param seconds     per epoch, in the mean
 * @param paper       the paper's figure, if it gives one
 * @param paperEffect the paper's difference from the baseline, if it gives both figures
 * @param comparison  with the baseline; the baseline itself has none, nor has an arm without a seed in common with it
 */
record Row(String arm, List<Double> values, long params, long macs, double seconds, OptionalDouble paper, OptionalDouble paperEffect,
    Optional<Comparison> comparison) {

  int seeds() {
    return values.size();
  }

  double mean() {
    return StatUtils.mean(array());
  }

  /** The sample's standard deviation; NaN for a single seed. */
  double deviation() {
    return seeds() < 2 ? Double.NaN : Math.sqrt(StatUtils.variance(array()));
  }

  private double[] array() {
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }
}
