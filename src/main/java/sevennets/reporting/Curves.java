package sevennets.reporting;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.descriptive.SummaryStatistics;
import org.knowm.xchart.XYChart;
import sevennets.claims.Ablation;
import sevennets.claims.Arm;
import sevennets.claims.Claim;
import sevennets.claims.Contrast;
import sevennets.claims.Measure;
import sevennets.claims.Outcome;
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

  /** The differences, then each metric's curves. */
  static Map<String, Figure> figures(Report report) {
    Map<String, Figure> figures = new LinkedHashMap<>();
    Measure measure = report.ablation().measure();
    List<Comparison> compared = report.comparisons().stream()
        .filter(c -> !c.pairs().isEmpty() && c.measure().equals(measure))
        .toList();
    if (!compared.isEmpty()) figures.put("differences", Figure.of(differences(measure, compared)));
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

  private static XYChart differences(Measure measure, List<Comparison> compared) {
    Table table = Table.create(
        "differences",
        StringColumn.create(
            "contrast", compared.stream().map(c -> row(c.contrast())).toList()),
        numbers("here", compared, Comparison::difference),
        numbers("here_low", compared, c -> c.interval().low()),
        numbers("here_high", compared, c -> c.interval().high()),
        numbers("here_lowest", compared, c -> lowest(c.contrast().claim())),
        numbers("here_highest", compared, c -> highest(c.contrast().claim())));
    XYChart chart = Plots.forest(table, "contrast", "here");
    boolean points = measure instanceof Measure.AtTheEnd;
    chart.setXAxisTitle(points ? "difference in " + measure.title() : measure.unit());
    return chart;
  }

  private static DoubleColumn numbers(
      String name, List<Comparison> compared, ToDoubleFunction<Comparison> number) {
    return DoubleColumn.create(name, compared.stream().mapToDouble(number).toArray());
  }

  private static String row(Contrast contrast) {
    String margin = switch (contrast.claim().kind()) {
      case LESS, MORE -> "";
      case EQUIVALENT -> ", within ";
      case NOT_WORSE -> ", at most ";
    };
    String sides = contrast.a() + " - " + contrast.b();
    return margin.isEmpty() ? sides : sides + margin + contrast.claim().margin();
  }

  /** How far below nothing a difference may lie, if its claim says. */
  private static double lowest(Claim claim) {
    return claim.kind() == Claim.Kind.EQUIVALENT ? -claim.margin() : Double.NaN;
  }

  private static double highest(Claim claim) {
    return claim.margin() > 0 ? claim.margin() : Double.NaN;
  }
}
