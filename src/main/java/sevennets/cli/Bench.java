package sevennets.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import sevennets.bench.Benchmark;
import sevennets.bench.Benchmark.Rival;
import sevennets.bench.Machine;
import sevennets.bench.Mode;
import sevennets.bench.Report;
import sevennets.bench.Run;
import sevennets.bench.Torch;
import sevennets.bench.Workload;
import sevennets.models.Models;

/** {@code ./lab bench}: images a second of our nets, beside stock Deeplearning4j and PyTorch. */
@Command(
    name = "bench",
    description =
        "Images a second of our nets, beside stock Deeplearning4j's and PyTorch's, run in turn.",
    subcommands = {BenchData.class, BenchSweep.class, BenchEndurance.class, BenchToAccuracy.class},
    mixinStandardHelpOptions = true)
final class Bench implements Callable<Integer> {
  @Option(
      names = "--arch",
      split = ",",
      paramLabel = "NET",
      defaultValue = "resnet20_cifar",
      description = "Nets to time, with commas between them (default: ${DEFAULT-VALUE}).")
  private List<String> archs;

  @Option(
      names = "--batch",
      paramLabel = "N",
      defaultValue = "128",
      description = "Images in a step (default: ${DEFAULT-VALUE}).")
  private int batch;

  @Option(
      names = "--peers",
      split = ",",
      paramLabel = "PEER",
      description =
          "Whom to compare with: ${COMPLETION-CANDIDATES}; none by default. PyTorch is downloaded where it is missing.")
  private Set<Rival> peers = EnumSet.noneOf(Rival.class);

  @Option(
      names = "--mode",
      split = ",",
      paramLabel = "MODE",
      defaultValue = "training,inference",
      description = "What to time: ${COMPLETION-CANDIDATES} (default: both).")
  private List<Mode> modes;

  @Option(
      names = "--pairs",
      paramLabel = "N",
      defaultValue = "5",
      description = "How often each has its turn (default: ${DEFAULT-VALUE}).")
  private int pairs;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      defaultValue = "1.5",
      description = "How long a turn lasts at least (default: ${DEFAULT-VALUE}).")
  private double seconds;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads of every contender (default: the machine's logical cores).")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Option(
      names = "--python",
      paramLabel = "FILE",
      description =
          "A Python that has PyTorch; else " + Torch.VARIABLE + ", .lab/peers, or the system's.")
  private Path python;

  @Option(names = "--json", description = "Print the report as JSON, and nothing else.")
  private boolean json;

  @Option(names = "--markdown", description = "Print the report as a Markdown table.")
  private boolean markdown;

  @Spec
  private CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    List<Workload> workloads = workloads();
    Path torch = peers.stream().anyMatch(Rival::isPyTorch)
        ? Torch.findOrInstall(python, spec.commandLine().getErr())
        : null;
    Benchmark benchmark = new Benchmark(peers, torch, threads, pairs, seconds);
    Machine machine = Machine.measure();
    if (!json) out.printf("%s, %d threads, %d pairs%n%n", machine, threads, pairs);
    if (markdown) out.println(Report.HEADER);
    out.flush();
    List<Run> runs = benchmark.run(workloads, json ? run -> {} : printer(out, machine));
    if (json) out.println(Report.json(machine, runs));
    out.flush();
    return 0;
  }

  private Consumer<Run> printer(PrintWriter out, Machine machine) {
    return run -> {
      out.println(markdown ? Report.row(run, machine) : Report.text(run, machine));
      out.flush();
    };
  }

  private List<Workload> workloads() {
    List<Workload> workloads = new ArrayList<>();
    for (String arch : archs)
      for (Mode mode : modes) workloads.add(Workload.of(Models.get(arch), batch, mode));
    return workloads;
  }
}
