package sevennets.experiment;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.descriptive.SummaryStatistics;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.Table;

/** Learning curves over seeds. */
final class Curves {
  private Curves() {}

  /** For each arm a table of {@code epoch}, the metric's mean over the seeds, and its standard deviation as {@code <metric>_std}. */
  static Map<String, Table> mean(Ablation ablation, List<Outcome> outcomes, String metric) {
    Map<String, Table> curves = new LinkedHashMap<>();
    for (Arm arm : ablation.arms()) {
      List<Table> runs = outcomes.stream().filter(o -> o.arm().equals(arm.name())).map(o -> o.history().table()).toList();
      if (!runs.isEmpty()) curves.put(arm.name(), mean(runs, metric));
    }
    return curves;
  }

  private static Table mean(List<Table> runs, String metric) {
    int epochs = runs.stream().mapToInt(Table::rowCount).min().orElse(0);
    List<SummaryStatistics> byEpoch = IntStream.range(0, epochs).mapToObj(e -> {
      SummaryStatistics statistics = new SummaryStatistics();
      runs.forEach(run -> statistics.addValue(run.doubleColumn(metric).getDouble(e)));
      return statistics;
    }).toList();
    return Table.create(metric,
        IntColumn.create("epoch", IntStream.rangeClosed(1, epochs).toArray()),
        DoubleColumn.create(metric, byEpoch.stream().map(SummaryStatistics::getMean).toList()),
        DoubleColumn.create(metric + "_std", byEpoch.stream().map(SummaryStatistics::getStandardDeviation).toList()));
  }
}
