package sevennets.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import sevennets.plot.Drawing;
import sevennets.reporting.AccuracyAndCost;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.Table;

/** {@code ./lab chart}: accuracy against cost of all nets. */
@Command(
    name = "chart",
    description = {
      "Print every net's ImageNet accuracy, as its paper gives it, beside its multiply-adds and parameters; draw them with --svg.",
      "One crop and ten crops are two charts: figures of the two can't be compared."
    },
    mixinStandardHelpOptions = true)
final class Chart implements Callable<Integer> {
  @Option(
      names = "--crops",
      paramLabel = "N",
      defaultValue = "1",
      description =
          "Views of a photograph that predictions are averaged over, 1 or 10 (default: ${DEFAULT-VALUE}).")
  private int crops;

  @Option(
      names = "--svg",
      paramLabel = "FILE",
      description =
          "Draw into a file: accuracy against multiply-adds, a circle's area the parameters.")
  private Path svg;

  @Spec
  private CommandSpec spec;

  /** @return 0 */
  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    print(AccuracyAndCost.table(crops), out);
    if (svg != null) Drawing.of(AccuracyAndCost.chart(crops)).save(svg);
    out.flush();
    return 0;
  }

  private static void print(Table table, PrintWriter out) {
    out.printf(
        "%-20s %6s %6s %9s %9s  %s%n", "net", "top-1", "top-5", "MACs (G)", "params (M)", "source");
    for (Row row : table)
      out.printf(
          "%-20s %6s %6.2f %9.2f %9.2f  %s%n",
          row.getString("net"),
          row.isMissing("top1_acc") ? "-" : "%.2f".formatted(row.getDouble("top1_acc")),
          row.getDouble("top5_acc"),
          row.getDouble("macs_g"),
          row.getDouble("params_m"),
          row.getString("source"));
  }
}
