package sevennets.notebook;

import java.io.PrintStream;
import java.time.Duration;
import sevennets.train.History;
import sevennets.train.Progress;
import sevennets.train.Step;

/** A run as one line of a terminal, written over itself, and one line that stays for each epoch. */
final class TerminalLine implements Progress {
  private static final long BETWEEN = Duration.ofMillis(500).toNanos();

  private final PrintStream out;
  private final long begun = System.nanoTime();
  private Step step;
  private long writtenAt = begun - BETWEEN;

  TerminalLine() {
    this(System.out);
  }

  TerminalLine(PrintStream out) {
    this.out = out;
  }

  @Override
  public void batchEnded(Step step) {
    this.step = step;
    if (System.nanoTime() - writtenAt >= BETWEEN) {
      out.print("\r\u001b[K" + Status.running(step).text());
      out.flush();
      writtenAt = System.nanoTime();
    }
  }

  @Override
  public void epochEnded(History history) {
    History.Epoch epoch = history.last();
    out.printf("\r\u001b[Kepoch %d: training loss %.4f, validation accuracy %.4f, %,.0f images/second%n",
        epoch.epoch(), epoch.trainLoss(), epoch.valAcc1(), epoch.imagesPerSec());
  }

  @Override
  public void warned(String message) {
    out.println("\r\u001b[K" + message);
  }

  @Override
  public void stopped(String how, History history) {
    Duration took = Duration.ofNanos(System.nanoTime() - begun);
    out.println("\r\u001b[K" + Status.ended(how, step, history, took).text());
  }
}
