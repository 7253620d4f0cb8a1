package sevennets.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import sevennets.experiment.Ablation;
import sevennets.experiment.Ablations;
import sevennets.experiment.Budget;
import sevennets.experiment.Estimate;
import sevennets.experiment.Report;
import sevennets.experiment.Store;
import sevennets.experiment.Sweep;

/** Puts a claim of a paper to the test: {@code ablate list}, {@code ablate NAME}, {@code ablate report NAME}. */
@Command(name = "ablate", description = "Tests a paper's claim: trains its arms with several seeds.", mixinStandardHelpOptions = true,
    subcommands = {Ablate.ListAll.class, Ablate.Tell.class})
final class Ablate implements Callable<Integer> {

  /** What a sweep and its report must agree on. */
  static final class Settings {
    @Option(names = "--profile", defaultValue = "quick", description = "smoke, quick (default) or full")
    private String profile;

    @Option(names = "--data", description = "another dataset than the profile's")
    private String data;

    @Option(names = "--seeds", description = "another number of runs of each arm")
    private Integer seeds;

    @Option(names = "--epochs", description = "another number of epochs")
    private Integer epochs;

    @Option(names = "--images", description = "another number of training images")
    private Integer images;

    @Option(names = "--store", defaultValue = ".lab/ablations", description = "the folder of the results; default ${DEFAULT-VALUE}")
    private Path store;

    private Budget budget(Ablation ablation) {
      Budget budget = ablation.budget(profile);
      if (data != null) budget = budget.withData(data);
      if (seeds != null) budget = budget.withSeeds(seeds);
      if (epochs != null) budget = budget.withEpochs(epochs);
      return images != null ? budget.withImages(images) : budget;
    }

    private Report report(Ablation ablation) {
      return ablation.report(budget(ablation), new Store(store));
    }
  }

  @Spec private CommandSpec spec;
  @Mixin private Settings settings;

  /** Picocli would ask the subcommands for a required one too. */
  @Parameters(arity = "0..1", paramLabel = "NAME", description = "an ablation, as 'ablate list' names it")
  private String name;

  @Option(names = "--jobs", defaultValue = "1", description = "processes that share the runs; each gets its share of the cores")
  private int jobs;

  @Option(names = "--dry-run", description = "only says what would be run, how long it would take and how much memory")
  private boolean dryRun;

  @Override public Integer call() throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    if (name == null) throw new IllegalArgumentException("ablate needs the name of an ablation; './lab ablate list' names them");
    Ablation ablation = Ablations.get(name);
    Budget budget = settings.budget(ablation);
    if (dryRun) {
      out.print(Estimate.of(ablation, budget).text());
      out.flush();
      return 0;
    }
    List<Process> others = others();
    new Sweep(ablation, budget, new Store(settings.store)).run(new SweepProgress(out));
    for (Process other : others) other.waitFor();
    Report report = settings.report(ablation);
    out.print(report.markdown());
    out.flush();
    return report.complete() ? 0 : 1;
  }

  /** The same command in further processes: they take the runs that this one has not. */
  private List<Process> others() throws IOException {
    if (jobs < 1) throw new IllegalArgumentException("--jobs is the number of processes, at least 1; received " + jobs);
    List<String> command = new ArrayList<>(List.of(ProcessHandle.current().info().command().orElse("java"),
        "-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(spec.root().commandLine().getParseResult().originalArgs());
    command.addAll(List.of("--jobs", "1"));
    List<Process> started = new ArrayList<>();
    for (int i = 1; i < jobs; i++) {
      ProcessBuilder process = new ProcessBuilder(command).redirectOutput(Redirect.DISCARD).redirectError(Redirect.INHERIT);
      process.environment().put("OMP_NUM_THREADS", String.valueOf(Math.max(1, Runtime.getRuntime().availableProcessors() / jobs)));
      started.add(process.start());
    }
    return started;
  }

  /** Lists what can be tested. */
  @Command(name = "list", description = "Lists the ablations and their claims.", mixinStandardHelpOptions = true)
  static final class ListAll implements Runnable {
    @Spec private CommandSpec spec;

    @Override public void run() {
      PrintWriter out = spec.commandLine().getOut();
      for (Ablation a : Ablations.all())
        out.printf("%-24s %s%n%24s %s; %d arms%n", a.name(), a.claim(), "", a.source(), a.arms().size());
      out.flush();
    }
  }

  /** Reports what has been run. */
  @Command(name = "report", description = "Writes the report of an ablation, or of all, as HTML, Markdown, CSV and LaTeX.", mixinStandardHelpOptions = true)
  static final class Tell implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private Settings settings;

    @Parameters(arity = "1", paramLabel = "NAME|all", description = "an ablation, or all")
    private String name;

    @Option(names = "--out", defaultValue = ".lab/reports", description = "the folder to write to; default ${DEFAULT-VALUE}")
    private Path out;

    @Override public Integer call() throws IOException {
      List<Report> reports = (name.equals("all") ? Ablations.all() : List.of(Ablations.get(name))).stream()
          .map(settings::report).filter(r -> !r.outcomes().isEmpty()).toList();
      if (reports.isEmpty())
        throw new IllegalArgumentException("no run of '" + name + "' is finished in " + settings.store + " at these settings; run ./lab ablate first");
      Files.createDirectories(out);
      for (Report report : reports) write(report);
      spec.commandLine().getOut().flush();
      return 0;
    }

    private void write(Report report) throws IOException {
      String stem = report.ablation().name();
      Files.writeString(out.resolve(stem + ".html"), report.html());
      Files.writeString(out.resolve(stem + ".md"), report.markdown());
      Files.writeString(out.resolve(stem + ".csv"), report.csv());
      Files.writeString(out.resolve(stem + ".tex"), report.latex());
      spec.commandLine().getOut().printf("%s: %d runs, written to %s.{html,md,csv,tex}%n", stem, report.outcomes().size(), out.resolve(stem));
    }
  }
}
