package sevennets.experiment;

import java.util.Locale;

/**
 * How far a sweep is.
 *
 * @param report what is known so far
 * @param secondsLeft until all runs are finished; NaN until the first has ended
 */
public record Standing(Report report, double secondsLeft) {

  /** Runs that are finished, here or elsewhere. */
  public int finished() {
    return report.outcomes().size();
  }

  /** Runs in all. */
  public int all() {
    return report.runs();
  }

  /** As a person would say it, or nothing where it isn't known. */
  public String timeLeft() {
    double minutes = secondsLeft / 60;
    if (Double.isNaN(minutes) || finished() == all()) return "";
    if (minutes < 1.5) return "about a minute left";
    return minutes < 100
        ? String.format(Locale.ROOT, "about %.0f minutes left", minutes)
        : String.format(Locale.ROOT, "about %.1f hours left", minutes / 60);
  }
}
