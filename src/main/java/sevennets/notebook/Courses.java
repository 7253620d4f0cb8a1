package sevennets.notebook;

import java.util.ArrayList;
import java.util.List;
import sevennets.train.Step;

/**
 * Loss and accuracy on the training images while an epoch goes on: a point for every few batches,
 * equally many for each, or the curve would have a tooth wherever an epoch ends. A {@link Step} has
 * the means of its epoch so far, in which a late change is hardly seen; here they are taken apart
 * again.
 */
final class Courses {
  /** Points that a whole run is drawn with. */
  private static final int POINTS = 120;

  private final List<Double> epochs = new ArrayList<>();
  private final List<Double> losses = new ArrayList<>();
  private final List<Double> accuracies = new ArrayList<>();
  private Step last;
  private Window open = Window.NONE, closed = Window.NONE;

  /** Sums over some batches. */
  private record Window(int batches, double loss, double accuracy) {
    static final Window NONE = new Window(0, 0, 0);

    Window and(Window other) {
      return new Window(batches + other.batches, loss + other.loss, accuracy + other.accuracy);
    }

    Window without(Window other) {
      return and(new Window(-other.batches, -other.loss, -other.accuracy));
    }
  }

  /** Takes in a step; most are only counted until the next point is due. */
  void add(Step step) {
    boolean goesOn = last != null && last.epoch() == step.epoch() && last.batch() < step.batch();
    open = open.and(epochSoFar(step)).without(goesOn ? epochSoFar(last) : Window.NONE);
    last = step;
    int every = Math.max(1, step.epochs() * step.batches() / POINTS);
    boolean over = step.epoch() == step.epochs() && step.batch() == step.batches();
    if (open.batches() >= every) {
      closed = Window.NONE;
      point(step);
    } else if (over && !epochs.isEmpty()) {
      // The few batches left at the run's end are no point of their own.
      List.of(epochs, losses, accuracies).forEach(values -> values.remove(values.size() - 1));
      point(step);
    }
  }

  private static Window epochSoFar(Step step) {
    int n = step.batch();
    return new Window(n, n * step.loss(), n * step.accuracy());
  }

  private void point(Step step) {
    closed = closed.and(open);
    open = Window.NONE;
    epochs.add(step.epoch() - 1 + (double) step.batch() / step.batches());
    losses.add(closed.loss() / closed.batches());
    accuracies.add(closed.accuracy() / closed.batches());
  }

  /** All points so far, as copies. */
  Frame.Curves curves() {
    return new Frame.Curves(array(epochs), array(losses), array(accuracies));
  }

  private static double[] array(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }
}
