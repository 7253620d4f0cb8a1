package sevennets.experiment;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/** What all notations of a report have in common: the cells of its table, and its sentences. */
final class Words {

  /** The table's headings; those of {@link #NUMBERS} are numbers. */
  static final List<String> HEADINGS = List.of(
      "arm",
      "mean",
      "std",
      "seeds",
      "against",
      "difference",
      "95% interval",
      "p",
      "verdict",
      "paper",
      "paper's difference",
      "parameters",
      "MACs",
      "s/epoch");

  /** What stands on the right of its column. */
  static final List<Boolean> NUMBERS = HEADINGS.stream()
      .map(h -> !List.of("arm", "against", "verdict").contains(h))
      .toList();

  static final String NONE_GIVEN = "none given";

  private Words() {}

  static List<List<String>> cells(Report report) {
    return report.rows().stream().map(Words::cells).toList();
  }

  private static List<String> cells(Row r) {
    return List.of(
        r.name(),
        number(r.mean()),
        number(r.deviation()),
        String.valueOf(r.seeds()),
        r.isBaseline() ? "" : r.against(),
        r.comparison().map(c -> signed(c.difference())).orElse(""),
        r.comparison().map(Words::interval).orElse(""),
        r.comparison().map(c -> p(c.p())).orElse(""),
        r.comparison().map(c -> c.verdict().toString()).orElse(""),
        r.arm().paper().isPresent() ? number(r.arm().paper().getAsDouble()) : NONE_GIVEN,
        r.isBaseline() ? "" : effect(r.effect(), r.direction()),
        grouped(r.params()),
        grouped(r.macs()),
        Double.isNaN(r.seconds()) ? "-" : String.format(Locale.ROOT, "%.1f", r.seconds()));
  }

  /** One arm's result as a sentence. */
  static String finding(Row row) {
    Comparison c = row.comparison().orElseThrow();
    return "%s against %s: %s (%s); in the paper %s: %s."
        .formatted(
            row.name(),
            row.against(),
            signed(c.difference()),
            interval(c),
            effect(row.effect(), row.direction()),
            meaning(c.verdict()));
  }

  private static String meaning(Comparison.Verdict verdict) {
    return switch (verdict) {
      case AGREES -> "the direction agrees";
      case DISAGREES -> "the direction disagrees";
      case UNDECIDED -> "undecided at this size";
      case NONE_GIVEN -> "nothing to agree with";
    };
  }

  /** What is different here from what the paper did: a name, here, there. */
  static Map<String, List<String>> differences(Report report) {
    Budget budget = report.budget();
    Source source = report.ablation().source();
    Map<String, List<String>> differences = new LinkedHashMap<>();
    differences.put(
        "data", List.of("%s of %s".formatted(budget.sample(), budget.data()), source.data()));
    differences.put(
        "resolution and length",
        List.of(
            "%s, %d epochs, recipe '%s'"
                .formatted(
                    pixels(report.ablation()), budget.epochs(), budget.recipe().name()),
            source.training()));
    return differences;
  }

  private static String pixels(Ablation ablation) {
    String sides = ablation.arms().stream()
        .map(Arm::size)
        .distinct()
        .sorted()
        .map(String::valueOf)
        .collect(Collectors.joining(", "));
    return sides.contains(",")
        ? "squares of " + sides + " pixels"
        : sides + " x " + sides + " pixels";
  }

  /** How far the sweep is and what it cost. */
  static String cost(Report report) {
    String diverged = report.outcomes().stream()
        .filter(report::diverged)
        .map(o -> "%s with seed %d".formatted(o.arm(), o.seed()))
        .collect(Collectors.joining(", "));
    return String.format(
        Locale.ROOT,
        "%d of %d runs are finished: %s of training and validation in all.%s",
        report.outcomes().size(),
        report.runs(),
        duration(report.hours()),
        diverged.isEmpty() ? "" : " Training diverged and counts as chance: " + diverged + ".");
  }

  static String duration(double hours) {
    if (hours * 60 < 1.5) return String.format(Locale.ROOT, "%.0f seconds", 3600 * hours);
    return hours < 1
        ? String.format(Locale.ROOT, "%.0f minutes", 60 * hours)
        : String.format(Locale.ROOT, "%.1f hours", hours);
  }

  /** The machine in one sentence, or that the store doesn't say. */
  static String machine(Report report) {
    Map<String, List<String>> machine = report.machine();
    if (machine.isEmpty()) return "The machine is not on record.";
    String cores = machine.containsKey("cores")
        ? ", cores: " + String.join(" and ", machine.get("cores"))
        : "";
    return "Machine: %s%s; %s; %s."
        .formatted(
            value(machine, "device"), cores, value(machine, "system"), value(machine, "java"));
  }

  private static String value(Map<String, List<String>> machine, String fact) {
    return String.join(" and ", machine.getOrDefault(fact, List.of(fact + " unknown")));
  }

  /** What to do where no run is finished. */
  static String nothing(Report report) {
    return "No result of '%1$s' is here yet: ./lab ablate %1$s makes one (--dry-run says how long that takes)."
        .formatted(report.ablation().name());
  }

  /** How the table is to be read. */
  static String reading(Report report) {
    return "%s: mean and standard deviation over the seeds, less is better. Differences are paired by seed, arm minus the arm named under 'against'; %s. A verdict needs p < 0.05 and a direction in the paper."
        .formatted(
            capital(report.ablation().measure().title()),
            corrected(report.ablation().arms().size() - 1));
  }

  private static String corrected(int comparisons) {
    return comparisons == 1
        ? "with one comparison, interval and p need no correction"
        : "intervals and p are corrected by Holm for %d comparisons".formatted(comparisons);
  }

  private static String capital(String text) {
    return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
  }

  private static String interval(Comparison c) {
    return c.pairs() < 2
        ? "one pair only"
        : "%s to %s".formatted(signed(c.low()), signed(c.high()));
  }

  private static String effect(OptionalDouble effect, Direction direction) {
    return effect.isPresent()
        ? signed(effect.getAsDouble())
        : direction == Direction.NONE_GIVEN ? NONE_GIVEN : direction + ", no figure";
  }

  private static String p(double p) {
    return p < 0.001 ? "< 0.001" : String.format(Locale.ROOT, "%.3f", p);
  }

  private static String grouped(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  static String number(double value) {
    return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%.2f", value);
  }

  private static String signed(double value) {
    return String.format(Locale.ROOT, "%+.2f", value);
  }
}
