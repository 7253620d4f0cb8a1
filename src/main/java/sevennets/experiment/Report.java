package sevennets.experiment;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import sevennets.plot.Figure;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * What a sweep found, beside what the paper reports.
 *
 * @param ablation the claim
 * @param budget what it was tested with
 * @param outcomes of the runs that are finished; none at all is a report too, and says so
 * @param note what a reader must know of the circumstances and the results can't tell; may be empty
 */
public record Report(Ablation ablation, Budget budget, List<Outcome> outcomes, String note) {

  public Report {
    outcomes = List.copyOf(outcomes);
  }

  public Report(Ablation ablation, Budget budget, List<Outcome> outcomes) {
    this(ablation, budget, outcomes, "");
  }

  public Report withNote(String note) {
    return new Report(ablation, budget, outcomes, note);
  }

  /** One line an arm that has finished at least one run, in the ablation's order. */
  List<Row> rows() {
    Map<String, Comparison> comparisons = Comparison.all(pairs()).stream()
        .collect(Collectors.toMap(Comparison::arm, Function.identity()));
    List<Row> rows = new ArrayList<>();
    for (Arm arm : ablation.arms()) {
      List<Outcome> runs = of(arm);
      if (runs.isEmpty()) continue;
      rows.add(new Row(
          arm,
          ablation.baseline(arm).name(),
          runs.stream().map(this::measured).toList(),
          runs.get(0).params(),
          runs.get(0).macs(),
          runs.stream()
              .filter(o -> !diverged(o))
              .mapToDouble(Outcome::secondsPerEpoch)
              .average()
              .orElse(Double.NaN),
          ablation.paperEffect(arm),
          ablation.paperDirection(arm),
          Optional.ofNullable(comparisons.get(arm.name()))));
    }
    return rows;
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
        StringColumn.create(
            "against", rows.stream().map(r -> r.isBaseline() ? "" : r.against()).toList()),
        compared("difference", rows, Comparison::difference),
        compared("low", rows, Comparison::low),
        compared("high", rows, Comparison::high),
        compared("p_holm", rows, Comparison::p),
        StringColumn.create(
            "verdict",
            rows.stream()
                .map(r -> r.comparison().map(c -> c.verdict().toString()).orElse(""))
                .toList()),
        numbers("paper", rows, r -> r.arm().paper().orElse(Double.NaN)),
        numbers(
            "paper_difference",
            rows,
            r -> r.isBaseline() ? Double.NaN : r.effect().orElse(Double.NaN)),
        LongColumn.create("params", rows.stream().mapToLong(Row::params).toArray()),
        LongColumn.create("macs", rows.stream().mapToLong(Row::macs).toArray()),
        numbers("seconds_per_epoch", rows, Row::seconds));
  }

  /**
   * A metric of the history, mean and standard deviation over the seeds of each arm that did not
   * diverge: what a chart of bands takes.
   */
  public Map<String, Table> curves(String metric) {
    return Curves.mean(ablation, outcomes.stream().filter(o -> !diverged(o)).toList(), metric);
  }

  /** The pictures by name: the differences beside the paper's, and the learning curves. */
  public Map<String, Figure> figures() {
    return outcomes.isEmpty() ? Map.of() : Curves.figures(this);
  }

  /** What was found, a sentence for each arm that is compared with another. */
  public List<String> findings() {
    return rows().stream()
        .filter(row -> row.comparison().isPresent())
        .map(Words::finding)
        .toList();
  }

  /** The claim, the table and what differs from the paper, as Markdown. */
  public String markdown() {
    return new Markdown(this).text(Map.of());
  }

  /** All of it, pictures too, as one HTML page that needs no other file. */
  public String html() {
    return new HtmlPage(this).page();
  }

  /** Findings, table and pictures as a piece of HTML, for a notebook. */
  public String fragment() {
    return new HtmlPage(this).fragment();
  }

  /** The table as LaTeX, for the booktabs package. */
  public String latex() {
    return new Latex(this).text();
  }

  /** The table as comma-separated values. */
  public String csv() {
    return table().write().toString("csv");
  }

  /** The measure of one run. */
  public double measured(Outcome outcome) {
    return ablation.measure().of(outcome, budget.epochs());
  }

  /** Whether a run ended early because its loss grew beyond all bounds. */
  public boolean diverged(Outcome outcome) {
    return outcome.history().epochs().size() < budget.epochs();
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

  private List<Comparison.Pairs> pairs() {
    return ablation.arms().stream()
        .skip(1)
        .map(arm -> {
          Map<Integer, Double> values = bySeed(arm);
          Map<Integer, Double> baseline = bySeed(ablation.baseline(arm));
          List<Integer> seeds =
              values.keySet().stream().filter(baseline::containsKey).toList();
          return new Comparison.Pairs(
              arm.name(),
              seeds.stream().mapToDouble(values::get).toArray(),
              seeds.stream().mapToDouble(baseline::get).toArray(),
              ablation.paperDirection(arm));
        })
        .toList();
  }

  private Map<Integer, Double> bySeed(Arm arm) {
    Map<Integer, Double> values = new TreeMap<>();
    of(arm).forEach(o -> values.put(o.seed(), measured(o)));
    return values;
  }

  private static DoubleColumn numbers(String name, List<Row> rows, Function<Row, Double> value) {
    return DoubleColumn.create(name, rows.stream().map(value).toList());
  }

  private static DoubleColumn compared(
      String name, List<Row> rows, ToDoubleFunction<Comparison> value) {
    return numbers(
        name, rows, row -> row.comparison().map(value::applyAsDouble).orElse(Double.NaN));
  }
}
