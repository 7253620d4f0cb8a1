package sevennets.reporting;

import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.commons.math3.stat.StatUtils;
import sevennets.claims.Ablations;
import sevennets.reporting.Comparison.Verdict;

/**
 * What a sweep of a size can find, before it is run: the smallest difference that its pairs find
 * with 80% power, from the spread of the runs that are there already: of this sweep, else of the
 * result that comes with the project, else of all results that do.
 *
 * <pre>{@code
 * Report report = new Report(Ablations.get("vgg-depth"), Budget.quick(), List.of());
 * System.out.println(Power.of(report).text());  // what as many runs can find, before they are run
 * }</pre>
 *
 * @param report of the sweep as far as it is
 * @param known a report whose pairs have a spread
 * @param usual the spread of pairs in other sweeps, by the unit of the measure
 */
public record Power(Report report, Report known, Function<String, OptionalDouble> usual) {

  /** Pairs of a stored contrast below which its spread says little. */
  private static final int ENOUGH = 3;

  private static final String ONE_PAIR =
      "one pair can't tell a difference from chance; two or more can (--seeds)";

  /** From what is there. */
  public static Power of(Report report) {
    boolean some = report.comparisons().stream().anyMatch(c -> c.pairs().size() > 1);
    return new Power(report, some ? report : Results.of(report.ablation()), Power::ofOthers);
  }

  /** For a terminal, a line a contrast. */
  public String text() {
    if (report.budget().seeds() == 1) return "%n  %s%n".formatted(ONE_PAIR);
    return report.comparisons().stream()
        .map(c -> "  %-48s %s%n".formatted(c.contrast(), found(c)))
        .collect(Collectors.joining(
            "", "%n  with 80%% power, %d pairs%n".formatted(report.budget().seeds()), ""));
  }

  /** What became of each contrast: its verdict, or what this size can find. */
  public List<String> verdicts() {
    return report.comparisons().stream()
        .map(c -> "%s: %s"
            .formatted(
                c.contrast(),
                c.verdict() == Verdict.NOT_RUN ? "not run; " + planned(c) : Words.meaning(c)))
        .toList();
  }

  private String planned(Comparison c) {
    int pairs = report.budget().seeds();
    return pairs == 1 ? ONE_PAIR : "%d pairs %s".formatted(pairs, found(c));
  }

  private String found(Comparison c) {
    Comparison like = lending(c);
    if (like.pairs().size() > 1 && like.deviation() > 0)
      return "%s; a spread of %s, of %d pairs on %s"
          .formatted(
              finds(c, like.deviation()),
              Words.number(like.deviation()),
              like.pairs().size(),
              known.budget().sample());
    OptionalDouble spread = usual.apply(c.measure().unit());
    return spread.isEmpty()
        ? "find a difference that is not known: no two pairs were run yet"
        : "%s, if they spread by %s as half of the stored contrasts do or less"
            .formatted(finds(c, spread.getAsDouble()), Words.number(spread.getAsDouble()));
  }

  /** The same contrast where pairs were run: it lends its spread, and never its verdict. */
  private Comparison lending(Comparison c) {
    return known.comparisons().stream()
        .filter(of -> of.contrast().equals(c.contrast()))
        .findFirst()
        .orElse(c);
  }

  private String finds(Comparison c, double deviation) {
    double errorRate = Statistics.ERROR_RATE / report.ablation().contrasts().size();
    double smallest =
        Statistics.smallest(c.contrast().claim(), deviation, report.budget().seeds(), errorRate);
    return Words.finds(
        c.contrast().claim(), Words.number(smallest) + " " + c.measure().unit(), "");
  }

  /** The median spread of the pairs of all stored contrasts by a measure of that unit. */
  private static OptionalDouble ofOthers(String unit) {
    double[] spreads = Ablations.all().stream()
        .map(Results::of)
        .flatMap(report -> report.comparisons().stream())
        .filter(c -> c.pairs().size() >= ENOUGH && c.measure().unit().equals(unit))
        .mapToDouble(Comparison::deviation)
        .filter(deviation -> deviation > 0)
        .toArray();
    return spreads.length == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(StatUtils.percentile(spreads, 50));
  }
}
