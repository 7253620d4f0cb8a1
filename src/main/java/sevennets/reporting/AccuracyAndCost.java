package sevennets.reporting;

import java.util.List;
import org.knowm.xchart.BubbleChart;
import sevennets.analysis.Summary;
import sevennets.models.Models;
import sevennets.models.PaperError;
import sevennets.plot.Plots;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * What the nets of the series cost, as counted here, beside what they achieve on ImageNet, as their
 * papers print it.
 *
 * <pre>{@code
 * Table costs = AccuracyAndCost.table(1);  // one crop; figures of ten crops are a table of their own
 * BubbleChart chart = AccuracyAndCost.chart(1);
 * }</pre>
 */
public final class AccuracyAndCost {

  private AccuracyAndCost() {}

  /**
   * A row a net: {@code net, family, label} (its short name within the family), {@code top1_acc,
   * top5_acc} (percent; missing where not printed), {@code macs_g} (billions of multiply-adds for
   * one view of the paper's size), {@code params_m} (millions of learnable parameters) and
   * {@code source}.
   *
   * @param crops the views of a photograph that predictions are averaged over, 1 or 10: figures of
   *     the two can't be compared
   */
  public static Table table(int crops) {
    List<PaperError> errors = Models.printedErrors(crops);
    List<Summary> costs = errors.stream()
        .map(error -> Summary.of(Models.get(error.net()).graph()))
        .toList();
    return Table.create(
        "accuracy and cost",
        StringColumn.create("net", errors.stream().map(PaperError::net)),
        StringColumn.create("family", errors.stream().map(PaperError::family)),
        StringColumn.create("label", errors.stream().map(PaperError::label)),
        DoubleColumn.create("top1_acc", errors.stream().mapToDouble(error -> 100 - error.top1())),
        DoubleColumn.create("top5_acc", errors.stream().mapToDouble(error -> 100 - error.top5())),
        DoubleColumn.create("macs_g", costs.stream().mapToDouble(cost -> cost.macs() / 1e9)),
        DoubleColumn.create("params_m", costs.stream().mapToDouble(cost -> cost.params() / 1e6)),
        StringColumn.create("source", errors.stream().map(PaperError::source)));
  }

  /** Top-5 accuracy against multiply-adds; a circle's area is the number of parameters. */
  public static BubbleChart chart(int crops) {
    BubbleChart chart =
        Plots.bubbles(table(crops), "family", "label", "macs_g", "top5_acc", "params_m");
    chart.setYAxisTitle(
        "ImageNet top-5 accuracy (percent), " + (crops == 1 ? "one crop" : crops + " crops"));
    return chart;
  }
}
