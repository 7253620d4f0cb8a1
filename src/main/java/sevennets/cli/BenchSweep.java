package sevennets.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.knowm.xchart.XYChart;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import sevennets.bench.Benchmark;
import sevennets.bench.Benchmark.Rival;
import sevennets.bench.CostSweep;
import sevennets.bench.Torch;
import sevennets.plot.Figure;
import sevennets.plot.Plots;
import tech.tablesaw.api.Table;

/** {@code ./lab bench sweep}: whether our cost grows as PyTorch's does. */
@Command(
    name = "sweep",
    mixinStandardHelpOptions = true,
    description =
        "Training of ResNet-20 beside PyTorch's along a sweep: batch, depth, width or size of the image.")
final class BenchSweep implements Callable<Integer> {
  @Parameters(arity = "1..*", paramLabel = "SWEEP", description = "${COMPLETION-CANDIDATES}.")
  private List<CostSweep> sweeps;

  @Option(
      names = "--pairs",
      paramLabel = "N",
      defaultValue = "5",
      description = "How often each has its turn (default: ${DEFAULT-VALUE}).")
  private int pairs;

  @Option(
      names = "--python",
      paramLabel = "FILE",
      description =
          "A Python that has PyTorch; else " + Torch.VARIABLE + ", .lab/peers, or the system's.")
  private Path python;

  @Option(
      names = "--figures",
      paramLabel = "FOLDER",
      description = "Where to store a chart of each sweep; none by default.")
  private Path figures;

  @Spec
  private CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    if (figures != null) prepareFolder();
    Path torch = Torch.findOrInstall(python, spec.commandLine().getErr());
    Benchmark benchmark = new Benchmark(
        Set.of(Rival.PYTORCH), torch, Runtime.getRuntime().availableProcessors(), pairs, 1);
    for (CostSweep sweep : sweeps) {
      Table table = sweep.table(benchmark.run(sweep.workloads(), run -> {}));
      out.println(table.printAll());
      out.flush();
      if (figures != null) draw(sweep, table);
    }
    return 0;
  }

  /** Before anything is measured: a chart that can't be stored would cost the sweeps after it. */
  private void prepareFolder() {
    try {
      Files.createDirectories(figures);
    } catch (IOException e) {
      throw new ParameterException(
          spec.commandLine(),
          "--figures needs a folder, or a place where one can be made; '%s' is neither (%s)"
              .formatted(figures, e),
          e);
    }
  }

  private void draw(CostSweep sweep, Table table) {
    table.column("value").setName(sweep.axis());
    save(
        Plots.lines(table, sweep.axis(), "ours / PyTorch", "ratio", "ratio_to_mean"),
        "sweep-" + sweep);
    save(
        Plots.lines(table, sweep.axis(), "billions of multiply-adds a second", "gmacs_per_sec"),
        "sweep-" + sweep + "-gmacs");
  }

  /** From zero, so that noise does not look like a trend. */
  private void save(XYChart chart, String name) {
    chart.getStyler().setYAxisMin(0.0);
    Figure.of(chart).save(figures.resolve(name + ".png"));
  }
}
