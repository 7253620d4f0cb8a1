package sevennets.reporting;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import sevennets.claims.Ablation;
import sevennets.claims.Arm;
import sevennets.claims.Budget;
import sevennets.claims.Contrast;
import sevennets.claims.Measure;
import sevennets.claims.Outcome;
import sevennets.claims.Trial;
import sevennets.files.Csv;
import sevennets.plot.Figure;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * What a sweep found, beside what the paper reports.
 *
 * <pre>{@code
 * Sweep sweep = new Sweep(Ablations.get("vgg-depth"), Budget.quick(), new Store(folder));
 * Report report = new Report(sweep.ablation(), sweep.budget(), sweep.outcomes());
 * Files.writeString(folder.resolve("report.md"), report.markdown());
 * }</pre>
 *
 * @param ablation the claim
 * @param budget what it was tested with
 * @param outcomes of the runs that are finished; none at all is a report too, and says so
 * @param trials of the tuning that came before; empty where there was none
 * @param departures from the plan that was written beforehand, a sentence each
 * @param note what a reader must know of the circumstances and the results can't tell; may be empty
 */
public record Report(
    Ablation ablation,
    Budget budget,
    List<Outcome> outcomes,
    List<Trial> trials,
    List<String> departures,
    String note) {

  public Report {
    outcomes = List.copyOf(outcomes);
    trials = List.copyOf(trials);
    departures = List.copyOf(departures);
  }

  public Report(Ablation ablation, Budget budget, List<Outcome> outcomes) {
    this(ablation, budget, outcomes, List.of(), List.of(), "");
  }

  /** With what the search for learning rates found. */
  public Report withTrials(List<Trial> trials) {
    return new Report(ablation, budget, outcomes, trials, departures, note);
  }

  /** With what is otherwise than the plan had it. */
  public Report withDepartures(List<String> departures) {
    return new Report(ablation, budget, outcomes, trials, departures, note);
  }

  public Report withNote(String note) {
    return new Report(ablation, budget, outcomes, trials, departures, note);
  }

  /** One line an arm that has finished at least one run, in the ablation's order. */
  List<Row> rows() {
    return rows(ablation.measure());
  }

  List<Row> rows(Measure measure) {
    List<Row> rows = new ArrayList<>();
    for (Arm arm : ablation.arms()) {
      List<Outcome> runs = of(arm);
      if (runs.isEmpty()) continue;
      List<Outcome> ended = runs.stream().filter(o -> !o.diverged()).toList();
      rows.add(new Row(
          arm,
          ended.stream().map(measure::of).filter(v -> !v.isNaN()).toList(),
          runs.size() - ended.size(),
          runs.get(0).params(),
          runs.get(0).macs(),
          ended.stream().mapToDouble(Outcome::secondsPerEpoch).average().orElse(Double.NaN),
          runs.get(0).recipe()));
    }
    return rows;
  }

  /** Every planned contrast, in the ablation's order, whether it was run or not. */
  public List<Comparison> comparisons() {
    return ablation.contrasts().stream().map(this::comparison).toList();
  }

  private Comparison comparison(Contrast contrast) {
    return Comparison.of(
        contrast,
        ablation.measure(contrast),
        side(contrast.a()),
        side(contrast.b()),
        ablation.contrasts().size(),
        ablation.design().falling());
  }

  /** Of a group only the seeds that all its arms have finished: half a group is another group. */
  private List<Outcome> side(String name) {
    List<String> arms = ablation.side(name).stream().map(Arm::name).toList();
    Map<Integer, List<Outcome>> bySeed = outcomes.stream()
        .filter(o -> arms.contains(o.arm()))
        .collect(Collectors.groupingBy(Outcome::seed, TreeMap::new, Collectors.toList()));
    return bySeed.values().stream()
        .filter(runs -> runs.size() == arms.size())
        .flatMap(List::stream)
        .toList();
  }

  /** Runs that a whole sweep has: arms x seeds. */
  public int runs() {
    return budget.seeds() * ablation.arms().size();
  }

  /** Whether every arm has been run with every seed. */
  public boolean complete() {
    return outcomes.size() == runs();
  }

  /** Hours of training and validation, all runs together, whether they ran side by side or not. */
  public double hours() {
    return outcomes.stream().mapToDouble(Outcome::seconds).sum() / 3600;
  }

  /** The table of arms, for a notebook or for further work: one row an arm. */
  public Table table() {
    List<Row> rows = rows();
    return Table.create(
        ablation.name(),
        StringColumn.create("arm", rows.stream().map(Row::name).toList()),
        numbers("mean", rows, Row::mean),
        numbers("std", rows, Row::deviation),
        IntColumn.create("seeds", rows.stream().mapToInt(Row::seeds).toArray()),
        IntColumn.create("failed", rows.stream().mapToInt(Row::failed).toArray()),
        numbers("paper", rows, r -> r.arm().paper().orElse(Double.NaN)),
        LongColumn.create("params", rows.stream().mapToLong(Row::params).toArray()),
        LongColumn.create("macs", rows.stream().mapToLong(Row::macs).toArray()),
        numbers("seconds_per_epoch", rows, Row::seconds));
  }

  /** The table of contrasts: one row each. */
  public Table contrasts() {
    List<Comparison> all = comparisons();
    return Table.create(
        ablation.name() + ", contrasts",
        StringColumn.create("a", all.stream().map(c -> c.contrast().a()).toList()),
        StringColumn.create("b", all.stream().map(c -> c.contrast().b()).toList()),
        StringColumn.create(
            "claim", all.stream().map(c -> c.contrast().claim().text()).toList()),
        StringColumn.create(
            "measure", all.stream().map(c -> c.measure().title()).toList()),
        IntColumn.create("pairs", all.stream().mapToInt(c -> c.pairs().size()).toArray()),
        numbers("difference", all, Comparison::difference),
        numbers("low", all, c -> c.interval().low()),
        numbers("high", all, c -> c.interval().high()),
        numbers("p_bonferroni", all, Comparison::p),
        IntColumn.create("a_less", all.stream().mapToInt(Comparison::better).toArray()),
        numbers("se_images", all, Comparison::ofImages),
        numbers("smallest_found", all, Comparison::smallest),
        StringColumn.create(
            "verdict", all.stream().map(c -> c.verdict().toString()).toList()),
        StringColumn.create("paper", all.stream().map(c -> c.contrast().paper()).toList()));
  }

  /**
   * A metric of the history, mean and standard deviation over the seeds of each arm that did not
   * diverge: what a chart of bands takes.
   */
  public Map<String, Table> curves(String metric) {
    return Curves.mean(ablation, outcomes.stream().filter(o -> !o.diverged()).toList(), metric);
  }

  /** The pictures by name: the differences, and the learning curves. */
  public Map<String, Figure> figures() {
    return outcomes.isEmpty() ? Map.of() : Curves.figures(this);
  }

  /** What was found, a sentence for each contrast of which a seed was run on both sides. */
  public List<String> findings() {
    return comparisons().stream()
        .filter(c -> c.verdict() != Comparison.Verdict.NOT_RUN)
        .map(Words::finding)
        .toList();
  }

  /** The claim, the tables and what differs from the paper, as Markdown. */
  public String markdown() {
    return new Markdown(this).text(Map.of());
  }

  /** All of it, pictures too, as one HTML page that needs no other file. */
  public String html() {
    return new HtmlPage(this).page();
  }

  /** Findings, tables and pictures as a piece of HTML, for a notebook. */
  public String fragment() {
    return new HtmlPage(this).fragment();
  }

  /** The tables as LaTeX, for the booktabs package. */
  public String latex() {
    return new Latex(this).text();
  }

  /** The table of arms as comma-separated values. */
  public String csv() {
    return Csv.text(table());
  }

  /** What computed the runs: a fact, and all its values. */
  Map<String, List<String>> machine() {
    Map<String, List<String>> machine = new LinkedHashMap<>();
    for (String fact : Outcome.MACHINE) {
      List<String> values = outcomes.stream()
          .map(o -> o.machine().get(fact))
          .filter(v -> v != null)
          .distinct()
          .toList();
      if (!values.isEmpty()) machine.put(fact, values);
    }
    return machine;
  }

  List<Outcome> of(Arm arm) {
    return outcomes.stream().filter(o -> o.arm().equals(arm.name())).toList();
  }

  private static <T> DoubleColumn numbers(String name, List<T> rows, Function<T, Double> value) {
    return DoubleColumn.create(name, rows.stream().map(value).toList());
  }
}
