package sevennets.train;

import java.io.Console;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;

/**
 * A run in a terminal: one line written over itself while an epoch lasts, one line that stays for
 * each epoch.
 *
 * <pre>{@code
 * trainer.listen(new TerminalProgress(System.err, true));  // true: the line is rewritten in place
 * }</pre>
 */
public final class TerminalProgress implements Progress {
  private static final long BETWEEN = Duration.ofMillis(500).toNanos();
  private static final String START_OF_LINE = "\r\u001b[K";

  private final PrintStream out;
  private final boolean live;
  private long writtenAt = System.nanoTime() - BETWEEN;

  /**
   * @param out where to write
   * @param live whether {@code out} is a terminal; in a file a line written over itself is only
   *     noise
   */
  public TerminalProgress(PrintStream out, boolean live) {
    this.out = out;
    this.live = live;
  }

  /**
   * Whether Java's standard streams are a terminal's. Up to Java 21 there is no console where they
   * are not; from 22 on there is one always, which has to be asked.
   */
  public static boolean hasTerminal() {
    Console console = System.console();
    if (console == null) {
      return false;
    }
    try {
      return (boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (NoSuchMethodException beforeJava22) {
      return true;
    } catch (ReflectiveOperationException e) {
      return false;
    }
  }

  @Override
  public void batchEnded(Step step) {
    if (live && System.nanoTime() - writtenAt >= BETWEEN) {
      out.print(START_OF_LINE + line(step));
      out.flush();
      writtenAt = System.nanoTime();
    }
  }

  @Override
  public void epochEnded(History history) {
    History.Epoch epoch = history.last();
    stay(String.format(
        Locale.ROOT,
        "epoch %d: loss %.4f, accuracy %.2f%%; validation loss %.4f, accuracy %.2f%%; %,.0f images/s, %s",
        epoch.epoch(),
        epoch.trainLoss(),
        100 * epoch.trainAcc1(),
        epoch.valLoss(),
        100 * epoch.valAcc1(),
        epoch.imagesPerSec(),
        time(epoch.seconds())));
  }

  @Override
  public void warned(String message) {
    stay("warning: " + message);
  }

  @Override
  public void stopped(String how, History history) {
    stay(how);
  }

  /** Where the run is, in one line of a terminal 100 wide. */
  static String line(Step step) {
    return String.format(
        Locale.ROOT,
        "epoch %d/%d, batch %d/%d: loss %.4f, accuracy %.2f%%, %,.0f images/s, %s left",
        step.epoch(),
        step.epochs(),
        step.batch(),
        step.batches(),
        step.loss(),
        100 * step.accuracy(),
        step.imagesPerSecond(),
        time(step.secondsLeft()));
  }

  private void stay(String line) {
    out.println((live ? START_OF_LINE : "") + line);
  }

  /** As a person would say it: 40 s, 3 min 20 s, 2 h 5 min. */
  private static String time(double seconds) {
    long s = Math.round(seconds);
    if (s < 60) {
      return s + " s";
    }
    return s < 3600
        ? "%d min %d s".formatted(s / 60, s % 60)
        : "%d h %d min".formatted(s / 3600, s % 3600 / 60);
  }
}
