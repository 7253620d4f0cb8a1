package sevennets.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import sevennets.claims.Outcome;
import sevennets.running.Standing;
import sevennets.running.Sweep;
import sevennets.running.Sweep.Run;
import sevennets.train.History;
import sevennets.train.Progress;
import sevennets.train.Step;

/**
 * Tells in the terminal how a sweep goes on: a line a run that stays, and beneath it one that moves
 * while a run is trained.
 */
final class SweepProgress implements Sweep.Listener {
  private static final long BETWEEN = Duration.ofMillis(500).toNanos();
  private static final String START_OF_LINE = "\r\u001b[K";

  private final PrintWriter out;
  private final boolean live;
  private long writtenAt;

  /**
   * @param live whether {@code out} is a terminal; in a file a line written over itself is only
   *     noise
   */
  SweepProgress(PrintWriter out, boolean live) {
    this.out = out;
    this.live = live;
  }

  @Override
  public void begun(Standing standing) {
    if (standing.finished() == standing.all()) stay("all %d runs are finished", standing.all());
    else if (standing.finished() > 0)
      stay("%d of %d runs are finished already", standing.finished(), standing.all());
  }

  @Override
  public void started(Run run, Standing standing) {
    stay("training %s", run);
  }

  @Override
  public void ended(Run run, Outcome outcome, Standing standing) {
    String left = standing.timeLeft();
    stay(
        "%d of %d: %s: %s, %.0f s%s",
        standing.finished(),
        standing.all(),
        run,
        outcome.diverged()
            ? "diverged"
            : "test accuracy %.2f%%".formatted(100 * outcome.end().testAcc1()),
        outcome.seconds(),
        left.isEmpty() ? "" : "; " + left);
  }

  @Override
  public Progress progress(Run run) {
    return new Progress() {
      @Override
      public void batchEnded(Step step) {
        if (live && System.nanoTime() - writtenAt >= BETWEEN) move(run, step);
      }

      @Override
      public void warned(String message) {
        stay("%s: %s", run, message);
      }

      @Override
      public void stopped(String how, History history) {
        if (!how.equals("finished")) stay("%s: %s", run, how);
      }
    };
  }

  private void move(Run run, Step step) {
    out.printf(
        Locale.ROOT,
        "%s%s: epoch %d/%d, loss %.3f, %,.0f images/s, %.0f s left of this run",
        START_OF_LINE,
        run,
        step.epoch(),
        step.epochs(),
        step.loss(),
        step.imagesPerSecond(),
        step.secondsLeft());
    out.flush();
    writtenAt = System.nanoTime();
  }

  private void stay(String line, Object... values) {
    out.printf(Locale.ROOT, (live ? START_OF_LINE : "") + line + "%n", values);
    out.flush();
  }
}
