package sevennets.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * What a sweep found, beside what the paper reports.
 *
 * @param ablation the claim
 * @param budget   what it was tested with
 * @param outcomes of the runs that are finished
 */
public record Report(Ablation ablation, Budget budget, List<Outcome> outcomes) {

  /** One line an arm that has finished at least one run, in the ablation's order. */
  List<Row> rows() {
    Map<String, Comparison> comparisons = Comparison.all(pairs()).stream().collect(Collectors.toMap(Comparison::arm, Function.identity()));
    List<Row> rows = new ArrayList<>();
    for (Arm arm : ablation.arms()) {
      List<Outcome> runs = of(arm);
      if (runs.isEmpty()) continue;
      rows.add(new Row(arm.name(), runs.stream().map(ablation.measure()::of).toList(), runs.get(0).params(), runs.get(0).macs(),
          runs.stream().mapToDouble(Outcome::secondsPerEpoch).average().orElse(0), arm.paper(), ablation.paperEffect(arm),
          Optional.ofNullable(comparisons.get(arm.name()))));
    }
    return rows;
  }

  /** Whether every arm has been run with every seed. */
  public boolean complete() {
    return outcomes.size() == budget.seeds() * ablation.arms().size();
  }

  /** The table of arms, for a notebook or for further work: one row an arm. */
  public Table table() {
    List<Row> rows = rows();
    return Table.create(ablation.name(),
        StringColumn.create("arm", rows.stream().map(Row::arm).toList()),
        numbers("mean", rows, Row::mean),
        numbers("std", rows, Row::deviation),
        IntColumn.create("seeds", rows.stream().mapToInt(Row::seeds).toArray()),
        LongColumn.create("params", rows.stream().mapToLong(Row::params).toArray()),
        LongColumn.create("macs", rows.stream().mapToLong(Row::macs).toArray()),
        numbers("seconds_per_epoch", rows, Row::seconds),
        numbers("difference", rows, r -> r.comparison().map(Comparison::difference).orElse(Double.NaN)),
        numbers("low", rows, r -> r.comparison().map(Comparison::low).orElse(Double.NaN)),
        numbers("high", rows, r -> r.comparison().map(Comparison::high).orElse(Double.NaN)),
        numbers("p_holm", rows, r -> r.comparison().map(Comparison::p).orElse(Double.NaN)),
        numbers("paper", rows, r -> r.paper().orElse(Double.NaN)),
        numbers("paper_difference", rows, r -> r.paperEffect().orElse(Double.NaN)),
        StringColumn.create("verdict", rows.stream().map(r -> r.comparison().map(c -> c.verdict().toString()).orElse("baseline")).toList()));
  }

  /** A metric of the history, the mean over the seeds of each arm: what a chart of curves takes. */
  public Map<String, Table> curves(String metric) {
    return Curves.mean(ablation, outcomes, metric);
  }

  /** The claim, the table and what differs from the paper, as Markdown. */
  public String markdown() {
    return new Text(this).markdown();
  }

  /** The same with learning curves, as one HTML page that needs no other file. */
  public String html() {
    return new Text(this).html();
  }

  /** The table as LaTeX, for the booktabs package. */
  public String latex() {
    return new Text(this).latex();
  }

  /** The table as comma-separated values. */
  public String csv() {
    return new Text(this).csv();
  }

  List<Outcome> of(Arm arm) {
    return outcomes.stream().filter(o -> o.arm().equals(arm.name())).toList();
  }

  private List<Comparison.Pairs> pairs() {
    Map<Integer, Double> baseline = bySeed(ablation.baseline());
    return ablation.arms().stream().skip(1).map(arm -> {
      Map<Integer, Double> values = bySeed(arm);
      List<Integer> seeds = values.keySet().stream().filter(baseline::containsKey).toList();
      return new Comparison.Pairs(arm.name(), seeds.stream().mapToDouble(values::get).toArray(),
          seeds.stream().mapToDouble(baseline::get).toArray(), ablation.paperEffect(arm));
    }).toList();
  }

  private Map<Integer, Double> bySeed(Arm arm) {
    Map<Integer, Double> values = new TreeMap<>();
    of(arm).forEach(o -> values.put(o.seed(), ablation.measure().of(o)));
    return values;
  }

  private static DoubleColumn numbers(String name, List<Row> rows, Function<Row, Double> value) {
    return DoubleColumn.create(name, rows.stream().map(value).toList());
  }
}
