package sevennets.experiment;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.descriptive.SummaryStatistics;
import org.knowm.xchart.CategoryChart;
import sevennets.plot.Figure;
import sevennets.plot.Plots;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** The pictures of a report. */
final class Curves {
  private static final List<String> METRICS = List.of("train_loss", "val_acc1");

  private Curves() {}

  /** The differences beside the paper's, then each metric's curves. */
  static Map<String, Figure> figures(Report report) {
    Map<String, Figure> figures = new LinkedHashMap<>();
    List<Row> compared =
        report.rows().stream().filter(row -> row.comparison().isPresent()).toList();
    if (!compared.isEmpty()) figures.put("differences", Figure.of(differences(report, compared)));
    for (String metric : METRICS) {
      Map<String, Table> curves = report.curves(metric);
      if (!curves.isEmpty()) figures.put(metric, Figure.of(Plots.bands(metric, curves)));
    }
    return figures;
  }

  /**
   * For each arm a table of {@code epoch}, the metric's mean over the seeds, and its standard
   * deviation as {@code <metric>_std}.
   */
  static Map<String, Table> mean(Ablation ablation, List<Outcome> outcomes, String metric) {
    Map<String, Table> curves = new LinkedHashMap<>();
    for (Arm arm : ablation.arms()) {
      List<Table> runs = outcomes.stream()
          .filter(o -> o.arm().equals(arm.name()))
          .map(o -> o.history().table())
          .toList();
      if (!runs.isEmpty()) curves.put(arm.name(), mean(runs, metric));
    }
    return curves;
  }

  private static Table mean(List<Table> runs, String metric) {
    int epochs = runs.stream().mapToInt(Table::rowCount).min().orElse(0);
    List<SummaryStatistics> byEpoch = IntStream.range(0, epochs)
        .mapToObj(e -> {
          SummaryStatistics statistics = new SummaryStatistics();
          runs.forEach(run -> statistics.addValue(run.doubleColumn(metric).getDouble(e)));
          return statistics;
        })
        .toList();
    return Table.create(
        metric,
        IntColumn.create("epoch", IntStream.rangeClosed(1, epochs).toArray()),
        DoubleColumn.create(
            metric, byEpoch.stream().map(SummaryStatistics::getMean).toList()),
        DoubleColumn.create(
            metric + "_std",
            byEpoch.stream().map(SummaryStatistics::getStandardDeviation).toList()));
  }

  /** Bars with their intervals, and the paper's beside them if it gives a figure for every arm. */
  private static CategoryChart differences(Report report, List<Row> compared) {
    Table table = Table.create(
        "differences",
        StringColumn.create("arm", compared.stream().map(Row::name).toList()),
        DoubleColumn.create(
            "here",
            compared.stream()
                .map(row -> row.comparison().orElseThrow().difference())
                .toList()),
        DoubleColumn.create(
            "here_std",
            compared.stream().map(row -> row.comparison().orElseThrow().half()).toList()),
        DoubleColumn.create(
            "paper",
            compared.stream().map(row -> row.effect().orElse(Double.NaN)).toList()));
    boolean figures = compared.stream().allMatch(row -> row.effect().isPresent());
    CategoryChart chart =
        figures ? Plots.bars(table, "arm", "here", "paper") : Plots.bars(table, "arm", "here");
    chart.setYAxisTitle("difference in " + report.ablation().measure().title());
    return chart;
  }
}
