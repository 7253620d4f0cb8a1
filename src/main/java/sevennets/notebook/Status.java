package sevennets.notebook;

import java.time.Duration;
import java.util.Locale;
import sevennets.train.History;
import sevennets.train.Step;

/**
 * How far a run is, in one line.
 *
 * @param done share of the run, in [0, 1]
 * @param text epoch, speed and time
 */
record Status(double done, String text) {
  static Status running(Step step) {
    String text = "epoch %d of %d, batch %,d of %,d: %s images/second, %s left"
        .formatted(
            step.epoch(),
            step.epochs(),
            step.batch(),
            step.batches(),
            rate(step.imagesPerSecond()),
            time(step.secondsLeft()));
    return new Status(done(step), text);
  }

  /** @param step the last one, or null if there was none */
  static Status ended(String how, Step step, History history, Duration took) {
    String measured = history.epochs().isEmpty()
        ? ""
        : String.format(
            Locale.ROOT,
            "; %s images/second; validation accuracy %.4f after epoch %d",
            rate(history.last().imagesPerSec()),
            history.last().valAcc1(),
            history.last().epoch());
    String text = timed(how, time(took.toMillis() / 1000.0)) + measured;
    return new Status(step == null ? 0 : done(step), text);
  }

  /** The time belongs to what happened, not to what is said of it behind a semicolon. */
  private static String timed(String how, String time) {
    int end = how.indexOf(';');
    return end < 0
        ? how + " after " + time
        : how.substring(0, end) + ", after " + time + how.substring(end);
  }

  String html() {
    return "<p><progress value=\"%.0f\" max=\"100\" style=\"width:14em\" aria-label=\"training\"></progress> %s</p>"
        .formatted(100 * done, HtmlTable.escaped(text));
  }

  private static double done(Step step) {
    return (step.epoch() - 1 + (double) step.batch() / step.batches()) / step.epochs();
  }

  private static String rate(double imagesPerSecond) {
    return String.format(Locale.ROOT, imagesPerSecond < 10 ? "%.1f" : "%,.0f", imagesPerSecond);
  }

  /** As a person would say it: 40 s, 3 min 20 s, 2 h 5 min. */
  static String time(double seconds) {
    long s = Math.round(seconds);
    if (s < 60) return s + " s";
    if (s < 3600) return "%d min %d s".formatted(s / 60, s % 60);
    return "%d h %d min".formatted(s / 3600, s % 3600 / 60);
  }
}
