package sevennets.reporting;

import java.util.List;
import org.apache.commons.math3.stat.StatUtils;
import sevennets.claims.Arm;

/**
 * One arm's line of a report.
 *
 * @param arm of the ablation
 * @param values the measure, one number a run that did not fail
 * @param failed runs that diverged
 * @param params learnable parameters
 * @param macs multiply-adds for one image
 * @param seconds per epoch, in the mean
 * @param recipe all settings that the arm was trained by, as text; empty where it is not on record
 */
record Row(
    Arm arm,
    List<Double> values,
    int failed,
    long params,
    long macs,
    double seconds,
    String recipe) {

  String name() {
    return arm.name();
  }

  int seeds() {
    return values.size() + failed;
  }

  double mean() {
    return StatUtils.mean(array());
  }

  /** The sample's standard deviation; NaN for a single run. */
  double deviation() {
    return values.size() < 2 ? Double.NaN : Math.sqrt(StatUtils.variance(array()));
  }

  private double[] array() {
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }
}
