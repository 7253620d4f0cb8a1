package sevennets.reporting;

import java.util.Locale;

/**
 * What a sweep of a size can find, before it is run: the smallest difference that its pairs find
 * with 80% power, from the spread of the runs that are there already: of this sweep, else of the
 * result that comes with the project.
 *
 * @param report of the sweep as far as it is
 * @param known a report whose pairs have a spread
 */
public record Power(Report report, Report known) {

  /** From what is there. */
  public static Power of(Report report) {
    boolean some = report.comparisons().stream().anyMatch(c -> c.pairs().size() > 1);
    return new Power(report, some ? report : Results.of(report.ablation()));
  }

  /** For a terminal, a line a contrast. */
  public String text() {
    int n = report.budget().seeds(), contrasts = report.ablation().contrasts().size();
    StringBuilder text = new StringBuilder(
        "%n  the smallest difference that %d pairs find with 80%% power%n".formatted(n));
    for (Comparison c : known.comparisons())
      text.append(String.format(
          Locale.ROOT,
          "  %-48s %s%n",
          c.contrast(),
          c.pairs().size() < 2 || !(c.deviation() > 0)
              ? "not known: no two pairs were run yet"
              : "%s %s; a spread of %s, of %d pairs on %s"
                  .formatted(
                      Words.number(Statistics.smallestDifference(
                          c.deviation(), n, Statistics.ERROR_RATE / contrasts)),
                      c.measure().unit(),
                      Words.number(c.deviation()),
                      c.pairs().size(),
                      known.budget().sample())));
    return text.toString();
  }
}
