package sevennets.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import sevennets.claims.Ablation;
import sevennets.claims.Ablations;
import sevennets.claims.Budget;
import sevennets.claims.Plan;
import sevennets.reporting.Power;
import sevennets.reporting.Project;
import sevennets.reporting.Report;
import sevennets.reporting.Results;
import sevennets.running.Cluster;
import sevennets.running.Estimate;
import sevennets.running.Store;
import sevennets.running.Sweep;
import sevennets.train.Recipe;
import sevennets.train.Recipes;
import sevennets.train.TerminalProgress;

/**
 * Puts a claim of a paper to the test: {@code ablate list}, {@code ablate NAME}, {@code ablate plan
 * NAME}, {@code ablate report NAME}.
 */
@Command(
    name = "ablate",
    description = "Tests a paper's claim: trains its arms with several seeds.",
    mixinStandardHelpOptions = true,
    subcommands = {Ablate.ListAll.class, Ablate.WritePlan.class, Ablate.Tell.class})
final class Ablate implements Callable<Integer> {

  /** What a sweep and its report must agree on. */
  static final class Settings {
    @Option(
        names = "--profile",
        defaultValue = "quick",
        description = "smoke, quick (default) or full")
    private String profile;

    @Option(names = "--data", description = "another dataset than the profile's")
    private String data;

    @Option(names = "--seeds", description = "another number of runs of each arm")
    private Integer seeds;

    @Option(names = "--epochs", description = "another number of epochs")
    private Integer epochs;

    @Option(names = "--images", description = "another number of training images")
    private Integer images;

    @Option(
        names = "--first-seed",
        description = "the first of the seeds; below 101 are those of tuning and pilots")
    private Integer firstSeed;

    @Option(
        names = "--batch",
        description = "images in a step, for all arms; their rates are scaled in proportion")
    private Integer batch;

    @Option(names = "--size", description = "side of the images in pixels, for all arms")
    private Integer size;

    @Option(names = "--rate", description = "the greatest learning rate, for all arms")
    private Double rate;

    @Option(
        names = "--recipe",
        description = "another shared recipe: a name, or its text as a plan has it")
    private String recipe;

    @Option(
        names = "--plan",
        paramLabel = "FILE",
        description =
            "a plan written before the runs, instead of the project's; the report says what departs")
    private Path plan;

    @Option(
        names = "--store",
        description =
            "the folder of the results; default runs/ablations in the project's folder, wherever the command is given")
    private Path store = Project.folder().resolve(Ablation.STORE);

    private Budget budget(Ablation ablation) {
      Budget budget = plan != null ? Budget.of(Plan.read(plan).lines()) : ablation.budget(profile);
      if (data != null) budget = budget.withData(data);
      if (recipe != null) budget = budget.withRecipe(recipe(recipe)).withEpochs(budget.epochs());
      if (seeds != null) budget = budget.withSeeds(seeds);
      if (firstSeed != null) budget = budget.withFirstSeed(firstSeed);
      if (epochs != null) budget = budget.withEpochs(epochs);
      if (batch != null) budget = budget.withBatch(batch);
      if (size != null) budget = budget.withSize(size);
      if (rate != null) budget = budget.withRate(rate);
      return images != null ? budget.withImages(images) : budget;
    }

    private static Recipe recipe(String text) {
      return text.contains("(") ? Recipe.parse(text) : Recipes.get(text);
    }

    private Sweep sweep(Ablation ablation) {
      return new Sweep(ablation, budget(ablation), new Store(store));
    }

    private Report report(Sweep sweep) {
      Optional<Plan> planned = plan != null
          ? Optional.of(Plan.read(plan))
          : profile.equals("quick") ? Plan.stored(sweep.ablation().name()) : Optional.empty();
      return new Report(sweep.ablation(), sweep.budget(), sweep.outcomes())
          .withTrials(sweep.standing().trials())
          .withDepartures(planned.map(p -> p.departures(sweep.plan())).orElse(List.of()));
    }
  }

  @Spec
  private CommandSpec spec;

  @Mixin
  private Settings settings;

  /** Picocli would ask the subcommands for a required one too. */
  @Parameters(
      arity = "0..1",
      paramLabel = "NAME",
      description = "an ablation, as 'ablate list' names it")
  private String name;

  @Option(
      names = "--jobs",
      defaultValue = "1",
      description = "processes that share the runs; each gets its share of the cores")
  private int jobs;

  @Option(
      names = "--master",
      paramLabel = "ADDRESS",
      description = "run on Apache Spark: spark://HOST:7077, or local[2] to try it on this machine")
  private String master;

  @Option(
      names = "--dry-run",
      description = "only says what would be run, how long it would take and how much memory")
  private boolean dryRun;

  /**
   * One of several jobs, and the process that started it: the report is left to that process, and
   * without it this one ends.
   */
  @Option(names = Jobs.AS_JOB, hidden = true)
  private Long starter;

  @Override
  public Integer call() throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    if (name == null)
      throw new IllegalArgumentException(
          "ablate needs the name of an ablation; './lab ablate list' names them");
    if (jobs < 1)
      throw new IllegalArgumentException(
          "--jobs is the number of processes, at least 1; received " + jobs);
    if (jobs > 1 && master != null)
      throw new IllegalArgumentException(
          "--jobs is for this machine and --master for a cluster; give one of them");
    Ablation ablation = Ablations.get(name);
    Sweep sweep = settings.sweep(ablation);
    if (dryRun)
      return say(
          out, Estimate.of(sweep).text() + Power.of(settings.report(sweep)).text());
    if (starter != null) Jobs.endWith(starter);
    boolean well = jobs == 1
        || new Jobs(out)
            .run(jobs, Jobs.asJob(spec.root().commandLine().getParseResult().originalArgs()));
    boolean live = TerminalProgress.hasTerminal() && starter == null;
    // A live line clears what stood there: the terminal itself, past what holds output to be words.
    run(sweep, new SweepProgress(live ? new PrintWriter(System.out, true) : out, live));
    if (starter != null) return 0;
    Report report = settings.report(sweep);
    say(out, report.markdown());
    return well && report.complete() ? 0 : 1;
  }

  /** After several jobs, this is what one that failed has left: most often nothing. */
  private void run(Sweep sweep, Sweep.Listener listener) {
    if (master == null) sweep.run(listener);
    else Cluster.at(master).run(sweep, listener);
  }

  private static int say(PrintWriter out, String text) {
    out.print(text);
    out.flush();
    return 0;
  }

  /** Lists what can be tested. */
  @Command(
      name = "list",
      description = "Lists the ablations and their claims.",
      mixinStandardHelpOptions = true)
  static final class ListAll implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
      PrintWriter out = spec.commandLine().getOut();
      for (Ablation a : Ablations.all())
        out.printf(
            "%-24s %s%n%24s %s; %d arms%n",
            a.name(), a.claim(), "", a.source(), a.arms().size());
      out.flush();
    }
  }

  /** Writes down what a sweep does, before it is run. */
  @Command(
      name = "plan",
      description =
          "Prints the plan of an ablation: seeds, settings, contrasts, margins. Redirect it to a file.",
      mixinStandardHelpOptions = true)
  static final class WritePlan implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private Settings settings;

    @Parameters(arity = "1", paramLabel = "NAME", description = "an ablation")
    private String name;

    @Override
    public Integer call() {
      return say(
          spec.commandLine().getOut(),
          settings.sweep(Ablations.get(name)).plan().text());
    }
  }

  /** Reports what has been run. */
  @Command(
      name = "report",
      description =
          "Writes the report of an ablation, or of all, as HTML, Markdown, CSV and LaTeX, and prints each contrast's verdict, or what the size planned can find. Where the store has no run, those that come with the project are reported.",
      mixinStandardHelpOptions = true)
  static final class Tell implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private Settings settings;

    @Parameters(arity = "1", paramLabel = "NAME|all", description = "an ablation, or all")
    private String name;

    @Option(
        names = "--out",
        description = "the folder to write to; default .lab/reports in the project's folder")
    private Path out = Project.folder().resolve(".lab").resolve("reports");

    @Option(
        names = "--note",
        defaultValue = "",
        description =
            "a sentence for the report: what the results don't tell of the machine and its load")
    private String note;

    @Override
    public Integer call() {
      List<Report> reports = (name.equals("all") ? Ablations.all() : List.of(Ablations.get(name)))
          .stream().map(this::found).toList();
      if (reports.stream().allMatch(r -> r.outcomes().isEmpty()))
        throw new IllegalArgumentException("no run of '" + name + "' is finished in "
            + settings.store + " at these settings; run ./lab ablate first");
      Results results = new Results(out);
      PrintWriter said = spec.commandLine().getOut();
      for (Report report : reports) {
        said.printf(
            "%s: %d of %d runs%s%n",
            report.ablation().name(),
            report.outcomes().size(),
            report.runs(),
            report.outcomes().isEmpty() ? "" : ", written to " + results.write(report));
        Power.of(report).verdicts().forEach(verdict -> said.printf("  %s%n", verdict));
      }
      results.index();
      said.flush();
      return 0;
    }

    /** Of the store's runs, else of those that come with the project. */
    private Report found(Ablation ablation) {
      Report run = settings.report(settings.sweep(ablation));
      Report report = run.outcomes().isEmpty() ? ofTheProject(ablation) : run;
      return note.isEmpty() ? report : report.withNote(note);
    }

    private Report ofTheProject(Ablation ablation) {
      Report report = Results.of(ablation);
      if (!report.outcomes().isEmpty())
        spec.commandLine()
            .getErr()
            .printf(
                "%s: no run in %s at these settings; reported are those that come with the project%n",
                ablation.name(), settings.store);
      return report;
    }
  }
}
