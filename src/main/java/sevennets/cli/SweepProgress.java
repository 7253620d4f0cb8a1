package sevennets.cli;

import java.io.PrintWriter;
import sevennets.experiment.Outcome;
import sevennets.experiment.Sweep;
import sevennets.experiment.Sweep.Run;

/** Tells in the terminal how a sweep goes on: a line a run, and how long the rest will take. */
final class SweepProgress implements Sweep.Listener {
  private final PrintWriter out;
  private final long start = System.nanoTime();
  private int finishedBefore = -1;

  SweepProgress(PrintWriter out) {
    this.out = out;
  }

  @Override public void started(Run run, int finished, int all) {
    if (finishedBefore < 0) finishedBefore = finished;
    out.printf("%d of %d: %s%n", finished + 1, all, run);
    out.flush();
  }

  @Override public void ended(Run run, Outcome outcome, int finished, int all) {
    double each = (System.nanoTime() - start) / 1e9 / Math.max(1, finished - finishedBefore);
    out.printf("  test accuracy %.2f%%; about %.0f minutes left%n", 100 * outcome.testAcc1(), each * (all - finished) / 60);
    out.flush();
  }
}
