package sevennets.reporting;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import sevennets.claims.Budget;
import sevennets.claims.Claim;
import sevennets.claims.Hours;
import sevennets.claims.Measure;
import sevennets.claims.Outcome;
import sevennets.claims.Source;
import sevennets.claims.Trial;
import sevennets.train.Trainer;

/** What all notations of a report have in common: the cells of its tables, and its sentences. */
final class Words {

  /** A table: its headings, which of its columns are numbers, and its cells, row by row. */
  record Cells(List<String> headings, List<Boolean> numbers, List<List<String>> rows) {
    Cells(List<String> headings, String words, List<List<String>> rows) {
      this(
          headings,
          headings.stream().map(h -> !List.of(words.split(",")).contains(h)).toList(),
          rows);
    }
  }

  static final String NONE_GIVEN = "none given";

  private Words() {}

  /** A line an arm; each further measure has its own columns. */
  static Cells arms(Report report) {
    List<Measure> measures = report.ablation().measures();
    List<String> headings = Stream.of(
            Stream.of("arm"),
            measures.stream().flatMap(m -> Stream.of(m.title(), "std")),
            Stream.of("runs", "failed", "paper", "parameters", "MACs", "s/epoch"))
        .flatMap(s -> s)
        .toList();
    List<List<Row>> byMeasure = measures.stream().map(report::rows).toList();
    List<List<String>> rows = java.util.stream.IntStream.range(
            0, byMeasure.get(0).size())
        .mapToObj(i -> arm(byMeasure.stream().map(all -> all.get(i)).toList()))
        .toList();
    return new Cells(headings, "arm", rows);
  }

  private static List<String> arm(List<Row> byMeasure) {
    Row r = byMeasure.get(0);
    return Stream.of(
            Stream.of(r.name()),
            byMeasure.stream().flatMap(m -> Stream.of(number(m.mean()), number(m.deviation()))),
            Stream.of(
                String.valueOf(r.seeds()),
                String.valueOf(r.failed()),
                r.arm().paper().isPresent() ? number(r.arm().paper().getAsDouble()) : NONE_GIVEN,
                grouped(r.params()),
                grouped(r.macs()),
                Double.isNaN(r.seconds()) ? "-" : String.format(Locale.ROOT, "%.1f", r.seconds())))
        .flatMap(s -> s)
        .toList();
  }

  /** A line a contrast, as they were planned. */
  static Cells contrasts(Report report) {
    List<String> headings = List.of(
        "claim",
        "by",
        "pairs",
        "difference",
        "interval",
        "p",
        "a has less",
        "test images",
        "finds",
        "verdict",
        "paper");
    return new Cells(
        headings,
        "claim,by,verdict,paper",
        report.comparisons().stream().map(Words::contrast).toList());
  }

  private static List<String> contrast(Comparison c) {
    int n = c.pairs().size();
    return List.of(
        c.contrast().toString(),
        "%s (%s)".formatted(c.measure().title(), c.measure().unit()),
        String.valueOf(n),
        signed(c.difference()),
        interval(c),
        n < 2 ? "-" : p(c.p()),
        n == 0 ? "-" : better(c),
        Double.isNaN(c.ofImages()) ? "-" : number(c.ofImages()),
        number(c.smallest()),
        c.verdict().toString(),
        c.contrast().paper().isEmpty() ? NONE_GIVEN : c.contrast().paper());
  }

  private static String better(Comparison c) {
    int n = c.pairs().size();
    Statistics.Interval share = Statistics.share(c.better(), n);
    return String.format(
        Locale.ROOT,
        "%d of %d (%.0f to %.0f%%)",
        c.better(),
        n,
        100 * share.low(),
        100 * share.high());
  }

  /** One contrast's result as a sentence. */
  static String finding(Comparison c) {
    return "%s: %s %s (%s)%s; in the paper %s: %s."
        .formatted(
            c.contrast(),
            signed(c.difference()),
            c.measure().unit(),
            interval(c),
            failures(c) + silences(c),
            c.contrast().paper().isEmpty() ? "no figure" : c.contrast().paper(),
            meaning(c));
  }

  private static String failures(Comparison c) {
    Comparison.Failed f = c.failed();
    return f.sum() == 0
        ? ""
        : "; diverged: %d of %d runs of %s, %d of %d of %s"
            .formatted(
                f.a(), f.ofA(), c.contrast().a(), f.b(), f.ofB(), c.contrast().b());
  }

  /** Seeds that were run and say nothing: they are in no mean, and a reader should know of them. */
  private static String silences(Comparison c) {
    return c.silent() == 0
        ? ""
        : "; with %d %s %s"
            .formatted(
                c.silent(), c.silent() == 1 ? "seed" : "seeds", c.measure().silence());
  }

  /** A verdict in words; where there is none, what this size finds and what would decide. */
  static String meaning(Comparison c) {
    return switch (c.verdict()) {
      case AGREES -> "the claim agrees";
      case DISAGREES -> "the claim disagrees";
      case NOT_CONVERGED ->
        "no verdict, not converged: %s. It takes longer runs%s".formatted(c.reason(), power(c));
      case NOT_RUN -> "not run";
      case UNDECIDED ->
        "undecided" + (c.reason().isEmpty() ? "" : ": " + c.reason()) + power(c) + needed(c);
    };
  }

  private static String power(Comparison c) {
    return Double.isNaN(c.smallest())
        ? ""
        : "; %d pairs of this spread %s"
            .formatted(
                c.pairs().size(),
                finds(c.contrast().claim(), number(c.smallest()), " with 80% power"));
  }

  /** What a size can do for a claim: tell a difference from none, or hold a margin. */
  static String finds(Claim claim, String amount, String power) {
    return switch (claim.kind()) {
      case LESS, MORE -> "find a difference of " + amount + power;
      case EQUIVALENT, NOT_WORSE -> "hold a margin of " + amount + power + ", were the two equal";
    };
  }

  /** Nothing where runs were cut short: of a bound more pairs need not make a difference. */
  private static String needed(Comparison c) {
    if (Double.isNaN(c.smallest()) || !c.isClosed()) return "";
    int pairs = c.pairsNeeded();
    return pairs >= 1000
        ? ", and the one seen would take more than a thousand"
        : ", and the one seen takes %d".formatted(pairs);
  }

  /** What each arm was trained by, where it is on record; arms with equal recipes share a line. */
  static Map<String, String> recipes(Report report) {
    Map<String, String> arms = new LinkedHashMap<>();
    report.rows().stream()
        .filter(row -> !row.recipe().isEmpty())
        .forEach(row -> arms.merge(row.recipe(), row.name(), (one, other) -> one + ", " + other));
    Map<String, String> recipes = new LinkedHashMap<>();
    arms.forEach((recipe, names) -> recipes.put(names, recipe));
    return recipes;
  }

  /** How the learning rates were found, or nothing. */
  static String tuning(Report report) {
    if (report.ablation().tuning().isEmpty() || report.trials().isEmpty()) return "";
    String won = report.ablation().arms().stream()
        .flatMap(arm -> report.trials().stream()
            .filter(t -> t.arm().equals(arm.name()))
            .max(java.util.Comparator.comparing(Trial::valAcc1).thenComparing(t -> -t.factor()))
            .stream())
        .map(t -> String.format(
            Locale.ROOT,
            "%s %.4g (%.1f%% of the validation images)",
            t.arm(),
            t.rate(),
            100 * t.valAcc1()))
        .collect(Collectors.joining(", "));
    return "Learning rates were chosen on validation images, on seeds that count for nothing else: %s. The rates that won: %s."
        .formatted(report.ablation().tuning().orElseThrow(), won);
  }

  /** What is different here from what the paper did: a name, here, there. */
  static Map<String, List<String>> differences(Report report) {
    Budget budget = report.budget();
    Source source = report.ablation().source();
    Map<String, List<String>> differences = new LinkedHashMap<>();
    differences.put(
        "data",
        List.of(
            "%s of %s, %s".formatted(budget.sample(), budget.data(), drawn(report)),
            source.data()));
    differences.put(
        "resolution and length",
        List.of(
            "%s, %s".formatted(pixels(report), budget.length(report.ablation())),
            source.training()));
    return differences;
  }

  /** Results kept before recipes were on record are of one sample. */
  static String drawn(Report report) {
    return report.outcomes().stream().anyMatch(o -> o.recipe().isEmpty())
        ? "the same for all seeds"
        : "drawn anew by each seed";
  }

  private static String pixels(Report report) {
    String sides = report.ablation().arms().stream()
        .map(report.budget()::size)
        .distinct()
        .sorted()
        .map(String::valueOf)
        .collect(Collectors.joining(", "));
    return sides.contains(",")
        ? "squares of " + sides + " pixels"
        : sides + " x " + sides + " pixels";
  }

  /** What departed from the plan, or that nothing did; nothing where there was no plan. */
  static String plan(Report report) {
    return report.departures().isEmpty()
        ? ""
        : "Departures from the plan: " + String.join("; ", report.departures()) + ".";
  }

  /** How far the sweep is and what it cost. */
  static String cost(Report report) {
    String diverged = report.outcomes().stream()
        .filter(Outcome::diverged)
        .map(o -> "%s with seed %d".formatted(o.arm(), o.seed()))
        .collect(Collectors.joining(", "));
    return String.format(
        Locale.ROOT,
        "%d of %d runs are finished: %s of training and validation in all.%s",
        report.outcomes().size(),
        report.runs(),
        Hours.text(report.hours()),
        diverged.isEmpty() ? "" : " Training diverged: " + diverged + ".");
  }

  /** The machine in one sentence, or that the store doesn't say. */
  static String machine(Report report) {
    Map<String, List<String>> machine = report.machine();
    if (machine.isEmpty()) return "The machine is not on record.";
    return "Machine: %s; %s; %s."
        .formatted(device(report), value(machine, "system"), value(machine, "java"));
  }

  /** What computed, with its cores. */
  static String device(Report report) {
    Map<String, List<String>> machine = report.machine();
    String cores = machine.containsKey("cores")
        ? ", cores: " + String.join(" and ", machine.get("cores"))
        : "";
    String places = String.join(" and ", machine.getOrDefault(Trainer.PLACE, List.of()));
    boolean alone = places.isEmpty() || places.equals(Trainer.PROCESSOR);
    return value(machine, "device") + cores + (alone ? "" : ", computed on " + places);
  }

  private static String value(Map<String, List<String>> machine, String fact) {
    return String.join(" and ", machine.getOrDefault(fact, List.of(fact + " unknown")));
  }

  /** Cost, machine, plan, tuning and note, as one paragraph. */
  static String circumstances(Report report) {
    return Stream.of(cost(report), machine(report), tuning(report), plan(report), report.note())
        .filter(text -> !text.isEmpty())
        .collect(Collectors.joining(" "));
  }

  /** What to do where no run is finished. */
  static String nothing(Report report) {
    return "No result of '%1$s' is here yet: ./lab ablate %1$s makes one (--dry-run says how long that takes)."
        .formatted(report.ablation().name());
  }

  /** How the tables are to be read. */
  static String reading(Report report) {
    int contrasts = report.ablation().contrasts().size();
    return "Mean and standard deviation over the runs that did not diverge. Differences are the first side less the second, paired by seed: runs of one seed see the same images in the same order. Intervals and p are corrected in the same way%s: for less and more by the two-sided paired t-test, whose intervals cover together with 95%%; for equivalence and not worse by one-sided tests at the margin planned, whose interval is the one of 90%% before the correction. 'a has less' counts the pairs in which the first side has less, with the interval of that share; 'test images' is the standard error that the choice of test images gives; 'finds' is what as many pairs of this spread find with 80%% power: the smallest difference, or for equivalence and not worse the narrowest margin that would hold, were the two equal. There is no verdict while the training loss still falls by more than %.0f%% in the last fifth of a run."
        .formatted(
            contrasts < 2
                ? " (one contrast: nothing to correct)"
                : " (Bonferroni, %d contrasts)".formatted(contrasts),
            100 * report.ablation().design().falling());
  }

  private static String interval(Comparison c) {
    if (c.pairs().isEmpty()) return "-";
    if (c.pairs().size() < 2) return "one pair only";
    if (!(c.deviation() > 0)) return "no spread";
    return "%s to %s".formatted(signed(c.interval().low()), signed(c.interval().high()));
  }

  private static String p(double p) {
    return p < 0.001 ? "< 0.001" : String.format(Locale.ROOT, "%.3f", p);
  }

  private static String grouped(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  static String number(double value) {
    if (Double.isNaN(value)) return "-";
    if (Double.isInfinite(value)) return "not reached";
    return String.format(Locale.ROOT, Math.abs(value) >= 1000 ? "%,.0f" : "%.2f", value);
  }

  static String signed(double value) {
    if (Double.isNaN(value)) return "-";
    if (Double.isInfinite(value)) return value > 0 ? "any more" : "any less";
    return String.format(Locale.ROOT, "%+.2f", value);
  }
}
