package sevennets.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import sevennets.bench.Benchmark;
import sevennets.bench.Benchmark.Rival;
import sevennets.bench.Sweep;
import sevennets.bench.Torch;
import sevennets.plot.Figure;
import sevennets.plot.Plots;
import tech.tablesaw.api.Table;

/** {@code ./lab bench sweep}: whether our cost grows as PyTorch's does. */
@Command(name = "sweep", mixinStandardHelpOptions = true,
    description = "Training of ResNet-20 beside PyTorch's along a sweep: batch, depth, width or size of the image.")
public final class BenchSweep implements Callable<Integer> {
  @Parameters(arity = "1..*", paramLabel = "SWEEP", description = "${COMPLETION-CANDIDATES}.")
  private List<Sweep> sweeps;

  @Option(names = "--pairs", paramLabel = "N", defaultValue = "5", description = "How often each has its turn (default: ${DEFAULT-VALUE}).")
  private int pairs;

  @Option(names = "--python", paramLabel = "FILE", description = "A Python that has PyTorch; else " + Torch.VARIABLE
      + ", .lab/peers, or the system's.")
  private Path python;

  @Option(names = "--figures", paramLabel = "FOLDER", description = "Where to store a chart of each sweep; none by default.")
  private Path figures;

  @Spec private CommandSpec spec;

  @Override public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    Path torch = Torch.findOrInstall(python, spec.commandLine().getErr());
    Benchmark benchmark = new Benchmark(Set.of(Rival.PYTORCH), torch, Runtime.getRuntime().availableProcessors(), pairs, 1);
    for (Sweep sweep : sweeps) {
      Table table = sweep.table(benchmark.run(sweep.workloads(), run -> {}));
      out.println(table.printAll());
      out.flush();
      if (figures != null) draw(sweep, table);
    }
    return 0;
  }

  private void draw(Sweep sweep, Table table) {
    Figure.of(Plots.lines(table, "value", "ours / PyTorch", "ratio", "ratio_to_mean")).save(figures.resolve("sweep-" + sweep + ".png"));
    Figure.of(Plots.lines(table, "value", "billions of multiply-adds a second", "gmacs_per_sec"))
        .save(figures.resolve("sweep-" + sweep + "-gmacs.png"));
  }
}
