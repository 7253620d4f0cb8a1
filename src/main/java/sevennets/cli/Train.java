package sevennets.cli;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import sevennets.data.Contents;
import sevennets.data.Datasets;
import sevennets.data.FolderOptions;
import sevennets.data.Splits;
import sevennets.models.Models;
import sevennets.models.Variant;
import sevennets.train.Evaluation;
import sevennets.train.History;
import sevennets.train.Recipe;
import sevennets.train.Recipes;
import sevennets.train.TensorBoard;
import sevennets.train.TerminalProgress;
import sevennets.train.Trainer;
import sevennets.transfer.Facts;

/**
 * {@code ./lab train}: a net, a dataset and a recipe; in the end its accuracy on the test images,
 * read this once.
 */
@Command(
    name = "train",
    description = "Train a net by a recipe, or go on with a run that was stopped.",
    mixinStandardHelpOptions = true)
public final class Train implements Callable<Integer> {
  @Option(
      names = "--arch",
      paramLabel = "NET",
      description = "The net, as './lab describe' lists them.")
  private String arch;

  @Option(
      names = "--data",
      paramLabel = "DATASET",
      description =
          "fashion-mnist, cifar10, cifar100, ... or folder:PATH, a folder with one folder a class.")
  private String data;

  @Mixin
  private FolderFlags folders;

  @Option(names = "--recipe", paramLabel = "RECIPE", description = "How to train.")
  private String recipe;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      description = "Instead of the recipe's; the learning rate's course is stretched.")
  private Integer epochs;

  @Option(
      names = "--batch",
      paramLabel = "N",
      description =
          "Images in a step, instead of the recipe's; the learning rate is scaled in proportion.")
  private Integer batch;

  @Option(names = "--seed", paramLabel = "N", description = "Instead of the recipe's 1.")
  private Long seed;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Where the run is kept (default: a new folder in runs/).")
  private Path out;

  @Option(
      names = "--resume",
      paramLabel = "DIR",
      description = "Go on with the run in this folder.")
  private Path resume;

  @Option(
      names = "--workers",
      paramLabel = "N",
      description =
          "Share every batch among so many copies of the net, one on each GPU (default: ${DEFAULT-VALUE}).")
  private int workers = 1;

  @Option(
      names = "--tensorboard",
      description = "Write the history for TensorBoard, too, into the run's folder.")
  private boolean tensorBoard;

  @Option(names = "--no-memory-check", description = "Begin even if the memory seems too small.")
  private boolean noMemoryCheck;

  @Spec
  private CommandSpec spec;

  /** @return 0 when trained to the end, 1 when stopped before */
  @Override
  public Integer call() {
    return resume == null ? begin() : goOn();
  }

  private int begin() {
    require(arch, "--arch");
    require(data, "--data");
    require(recipe, "--recipe");
    Recipe chosen = recipe();
    out = out != null
        ? out
        : unused(Path.of("runs", "%s-%s-%s".formatted(arch, data.replaceAll("\\W+", "-"), recipe)));
    String kept = Datasets.absolute(data);
    Splits splits = Datasets.load(kept, folders.options());
    say("%s", splits.understood());
    Trainer trainer = new Trainer(variant(splits).net(chosen.seed()), chosen)
        .into(out)
        .note("arch", arch)
        .note("data", kept)
        .note("empty-classes", String.valueOf(folders.options().emptyClasses()))
        .note("skip-bad", String.valueOf(folders.options().skipBad()))
        .note("recipe", recipe)
        .note("epochs", String.valueOf(chosen.epochs()))
        .note("batch", String.valueOf(chosen.batchSize()))
        .note("seed", String.valueOf(chosen.seed()))
        .note(Facts.INPUT, Facts.input(splits.train()))
        .note(Facts.CLASSES, Facts.classes(splits.train().classes()));
    Contents.of(splits).facts().forEach(trainer::note);
    say(
        "%s on %s by %s: %d epochs, batch %d, seed %d; kept in %s",
        arch, data, recipe, chosen.epochs(), chosen.batchSize(), chosen.seed(), out);
    return run(trainer, splits, out);
  }

  private int goOn() {
    if (Stream.of(arch, data, recipe, epochs, batch, seed, out).anyMatch(Objects::nonNull)
        || workers != 1
        || !folders.options().equals(FolderOptions.STRICT)) {
      throw new ParameterException(
          spec.commandLine(),
          "--resume goes on with what the run was started with; it takes no other option but --tensorboard and --no-memory-check");
    }
    if (!Files.isDirectory(resume)) {
      throw new IllegalArgumentException("there is no folder %s to resume".formatted(resume));
    }
    Map<String, String> facts = Trainer.facts(resume);
    if (!facts.containsKey("arch")) {
      throw new IllegalArgumentException(
          "%s holds no run that './lab train' began (it has no run.properties)".formatted(resume));
    }
    arch = facts.get("arch");
    data = facts.get("data");
    recipe = facts.get("recipe");
    epochs = Integer.valueOf(facts.get("epochs"));
    batch = Integer.valueOf(facts.get("batch"));
    seed = Long.valueOf(facts.get("seed"));
    workers = Integer.parseInt(facts.getOrDefault("workers", "1"));
    FolderOptions options = new FolderOptions(
        Boolean.parseBoolean(facts.get("empty-classes")),
        Boolean.parseBoolean(facts.get("skip-bad")));
    Splits splits = Datasets.load(data, options);
    Contents.of(splits)
        .requireAsBegun(Facts.classes(facts, splits.train().classes()), facts, resume);
    return run(Trainer.resume(resume, recipe(), this::warn), splits, resume);
  }

  private int run(Trainer trainer, Splits splits, Path folder) {
    trainer.workers(workers);
    if (noMemoryCheck) {
      trainer.withoutMemoryCheck();
    }
    if (tensorBoard) {
      trainer.listen(new TensorBoard(folder));
    }
    trainer.listen(
        new TerminalProgress(new PrintStream(System.out, true), System.console() != null));
    History history = trainer.fit(splits.train(), splits.validation());
    if (history.epochs().size() < trainer.recipe().epochs()) {
      return 1;
    }
    Evaluation test = Evaluation.of(
        trainer.net(), splits.test(), trainer.normalisation(), trainer.recipe().batchSize());
    test.perClass().write().csv(folder.resolve("test.csv").toString());
    say("test: %s", test);
    return 0;
  }

  private Recipe recipe() {
    Recipe chosen = Recipes.get(recipe);
    chosen = epochs == null ? chosen : chosen.withEpochs(epochs);
    chosen = batch == null ? chosen : chosen.withBatchSize(batch);
    return seed == null ? chosen : chosen.withSeed(seed);
  }

  private Variant variant(Splits splits) {
    return Models.get(arch)
        .withInput(
            splits.train().channels(), splits.train().height(), splits.train().width())
        .withClasses(splits.train().classes().size());
  }

  /** The folder, or the first of folder-2, folder-3 ... that is not there. */
  private static Path unused(Path folder) {
    Path candidate = folder;
    for (int i = 2; Files.exists(candidate); i++) {
      candidate = folder.resolveSibling(folder.getFileName() + "-" + i);
    }
    return candidate;
  }

  private void require(String value, String option) {
    if (value == null) {
      throw new ParameterException(
          spec.commandLine(),
          "%s is missing; for example: ./lab train --arch resnet20_cifar --data fashion-mnist --recipe quick"
              .formatted(option));
    }
  }

  private void say(String format, Object... values) {
    PrintWriter to = spec.commandLine().getOut();
    to.printf(format + "%n", values);
    to.flush();
  }

  private void warn(String message) {
    spec.commandLine().getErr().println("warning: " + message);
  }
}
