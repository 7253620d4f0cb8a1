package sevennets.notebook;

import java.util.ArrayList;
import java.util.List;
import sevennets.train.Step;

/**
 * Loss and accuracy on the training images while an epoch goes on: a point for every few batches. A
 * {@link Step} has the means of its epoch so far, in which a late change is hardly seen; here they
 * are taken apart again.
 */
final class Courses {
  /** Points that a whole run is drawn with. */
  private static final int POINTS = 120;

  private final List<Double> epochs = new ArrayList<>();
  private final List<Double> losses = new ArrayList<>();
  private final List<Double> accuracies = new ArrayList<>();
  private Step last;

  /** Takes in a step; most are only counted until the next point is due. */
  void add(Step step) {
    int every = Math.max(1, step.epochs() * step.batches() / POINTS);
    if (step.batch() % every != 0 && step.batch() != step.batches()) {
      return;
    }
    boolean goesOn = last != null && last.epoch() == step.epoch() && last.batch() < step.batch();
    int before = goesOn ? last.batch() : 0;
    epochs.add(step.epoch() - 1 + (double) step.batch() / step.batches());
    losses.add(since(before, goesOn ? last.loss() : 0, step.batch(), step.loss()));
    accuracies.add(since(before, goesOn ? last.accuracy() : 0, step.batch(), step.accuracy()));
    last = step;
  }

  /**
   * The mean over the batches after {@code before}, from the means over all until then and until
   * now.
   */
  private static double since(int before, double meanBefore, int now, double meanNow) {
    return (meanNow * now - meanBefore * before) / (now - before);
  }

  /** All points so far, as copies. */
  Frame.Curves curves() {
    return new Frame.Curves(array(epochs), array(losses), array(accuracies));
  }

  private static double[] array(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }
}
