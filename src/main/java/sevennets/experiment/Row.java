package sevennets.experiment;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.apache.commons.math3.stat.StatUtils;

/**
 * One line of a report.
 *
 * @param arm of the ablation
 * @param against the name of the arm that it is compared with
 * @param values the measure, one number a seed
 * @param params learnable parameters
 * @param macs multiply-adds for one image
 * @param seconds per epoch, in the mean
 * @param effect the paper's difference between the two arms, if it gives both figures
 * @param direction of that difference, if the paper gives it in figures or in words
 * @param comparison with the other arm; the first arm has none, nor has one without a seed in
 *     common with the other
 */
record Row(
    Arm arm,
    String against,
    List<Double> values,
    long params,
    long macs,
    double seconds,
    OptionalDouble effect,
    Direction direction,
    Optional<Comparison> comparison) {

  String name() {
    return arm.name();
  }

  boolean isBaseline() {
    return against.equals(name());
  }

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
