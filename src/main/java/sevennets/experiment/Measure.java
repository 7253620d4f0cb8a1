package sevennets.experiment;

import java.util.List;
import sevennets.train.History.Epoch;

/** What the arms of an ablation are compared by; less is better. */
public sealed interface Measure {

  /** The measure with its unit, as a table's heading. */
  String title();

  /**
   * Its value for one finished run.
   *
   * @param epochs that the run was to have
   */
  double of(Outcome outcome, int epochs);

  /** Top-1 error on the test images, in percent. */
  static Measure testError() {
    return new TestError();
  }

  /**
   * Epochs until the error on the training images falls to a level fixed beforehand, interpolated
   * within the epoch. A run that never gets there counts with its whole length: it took at least
   * that long.
   *
   * @param level share of the training images in [0, 1]
   */
  static Measure epochsToTrainingError(double level) {
    return new EpochsToTrainingError(level);
  }

  record TestError() implements Measure {
    @Override
    public String title() {
      return "test error, %";
    }

    @Override
    public double of(Outcome outcome, int epochs) {
      return 100 * (1 - outcome.testAcc1());
    }
  }

  record EpochsToTrainingError(double level) implements Measure {
    @Override
    public String title() {
      return "epochs to %.0f%% training error".formatted(100 * level);
    }

    @Override
    public double of(Outcome outcome, int epochs) {
      List<Epoch> trained = outcome.history().epochs();
      double before = 1;
      for (int i = 0; i < trained.size(); i++) {
        double error = 1 - trained.get(i).trainAcc1();
        if (error <= level) return i + (before - level) / (before - error);
        before = error;
      }
      return epochs;
    }
  }
}
