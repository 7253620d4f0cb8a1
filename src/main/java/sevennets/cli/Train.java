package sevennets.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
import sevennets.files.Csv;
import sevennets.files.Escape;
import sevennets.models.Models;
import sevennets.models.Variant;
import sevennets.train.Evaluation;
import sevennets.train.History;
import sevennets.train.Optimizer;
import sevennets.train.Recipe;
import sevennets.train.Recipes;
import sevennets.train.TensorBoard;
import sevennets.train.TerminalProgress;
import sevennets.train.Trainer;
import sevennets.transfer.Facts;
import sevennets.transfer.FineTuning;
import sevennets.weights.CheckpointFile;
import sevennets.weights.Expectation;
import sevennets.weights.Preprocessing;

/**
 * {@code ./lab train}: a net, a dataset and a recipe; in the end its accuracy on the test images,
 * read this once.
 */
@Command(
    name = "train",
    description = "Train a net by a recipe, or go on with a run that was stopped.",
    mixinStandardHelpOptions = true)
final class Train implements Callable<Integer> {
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

  @Option(
      names = "--weights",
      paramLabel = "imagenet|FILE|NAME",
      description =
          "Begin with pretrained weights and a new last layer: 'imagenet', a name of './lab weights list', or a checkpoint.")
  private String weights;

  @Option(
      names = "--source",
      paramLabel = "SOURCE",
      description = "Who trained the weights, where they don't tell; as for 'predict'.")
  private String source;

  @Option(
      names = "--freeze",
      paramLabel = "UP_TO",
      arity = "0..1",
      fallbackValue = ALL_BUT_LAST,
      description =
          "Freeze the pretrained layers up to this node or scope, such as layer3; alone, all but the last layer. Their answers are computed once.")
  private String freeze;

  @Option(
      names = "--views",
      paramLabel = "N",
      description =
          "Of frozen layers: how many views of each training image are looked at (default: 4).")
  private Integer views;

  @Option(
      names = "--discriminative",
      paramLabel = "SHARE",
      description =
          "Of pretrained weights: the first layer learns at this share of the learning rate, such as 0.01, the last at all of it, those between in geometric progression.")
  private Double discriminative;

  @Option(
      names = "--recipe",
      paramLabel = "RECIPE",
      description = "How to train (default with --weights: finetune).")
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

  private static final String ALL_BUT_LAST = "";
  private static final String DISCRIMINATIVE = "discriminative";
  private static final int VIEWS = 4;

  @Spec
  private CommandSpec spec;

  private boolean folderIsNew;

  /** @return 0 when trained to the end, 1 when stopped before */
  @Override
  public Integer call() {
    if (resume != null) return goOn();
    try {
      return begin();
    } finally {
      if (folderIsNew) removeIfEmpty(out);
    }
  }

  /** Of a training that was refused nothing is kept. */
  private static void removeIfEmpty(Path folder) {
    try {
      Files.deleteIfExists(folder);
    } catch (IOException notEmpty) {
      // It holds a run.
    }
  }

  private int begin() {
    if (weights == null
        && Stream.of(freeze, views, source, discriminative).anyMatch(Objects::nonNull))
      throw new ParameterException(
          spec.commandLine(),
          "--freeze, --views, --discriminative and --source are about pretrained weights: give --weights imagenet, or a file");
    if (weights != null) return fineTune();
    requireAll();
    Recipe chosen = recipe();
    chooseFolder();
    String kept = Datasets.absolute(data);
    Splits splits = Datasets.load(kept, folders.options());
    say("%s", splits.understood());
    Trainer trainer = noteAll(
        new Trainer(variant(splits).net(chosen.seed()), chosen).into(out), kept, splits, chosen);
    say(
        "%s on %s by %s: %d epochs, batch %d, seed %d; kept in %s",
        arch, data, recipe, chosen.epochs(), chosen.batchSize(), chosen.seed(), out);
    return run(trainer, splits, out);
  }

  /** What the run was started with, for who comes back to it. */
  private Trainer noteAll(Trainer trainer, String kept, Splits splits, Recipe chosen) {
    trainer
        .note("arch", arch)
        .note("data", kept)
        .note("recipe", recipe)
        .note("epochs", String.valueOf(chosen.epochs()))
        .note("batch", String.valueOf(chosen.batchSize()))
        .note("seed", String.valueOf(chosen.seed()))
        .note(Facts.PHOTOGRAPHS, String.valueOf(splits.train().variesInSize()))
        .note(Facts.INPUT, Facts.input(splits.train()))
        .note(Facts.BORDER, String.valueOf(splits.train().border()))
        .note(Facts.CLASSES, Facts.classes(splits.train().classes()));
    if (discriminative != null) trainer.note(DISCRIMINATIVE, discriminative.toString());
    folders.options().facts().forEach(trainer::note);
    Contents.of(splits).facts().forEach(trainer::note);
    return trainer;
  }

  private int fineTune() {
    if (data == null) throw missing(List.of("--data"));
    recipe = recipe == null ? "finetune" : recipe;
    if (views != null && freeze == null)
      throw new ParameterException(
          spec.commandLine(), "--views is for frozen layers: give --freeze as well");
    try {
      return fineTune(NamedWeights.of(arch, weights, source, spec.commandLine().getErr()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private int fineTune(NamedWeights named) throws IOException {
    try (CheckpointFile checkpoint = CheckpointFile.open(named.file())) {
      Expectation expected =
          Expectation.of(named.arch(), named.file(), checkpoint.names(), named.source(), false);
      arch = expected.arch();
      if (!expected.note().isEmpty()) warn(expected.note());
      return fineTune(checkpoint, expected.preprocessing());
    }
  }

  private int fineTune(CheckpointFile checkpoint, Preprocessing expected) {
    data = Datasets.sized(data, expected.crop());
    Recipe chosen = recipe();
    chooseFolder();
    String kept = Datasets.absolute(data);
    Splits splits = Datasets.load(kept, folders.options());
    say("%s", splits.understood());
    FineTuning tuning =
        FineTuning.of(variant(splits), checkpoint, expected.normalisation(), chosen.seed());
    if (freeze != null)
      tuning =
          tuning.freeze(freeze.equals(ALL_BUT_LAST) ? null : freeze, views == null ? VIEWS : views);
    say(
        "%s with pretrained weights on %s by %s: %d epochs, batch %d, seed %d; %s; kept in %s",
        arch,
        data,
        recipe,
        chosen.epochs(),
        chosen.batchSize(),
        chosen.seed(),
        tuning.frozen() == null
            ? "all %,d weights are trained".formatted(tuning.trained())
            : "frozen up to %s, %,d weights are trained"
                .formatted(tuning.frozen(), tuning.trained()),
        out);
    FineTuning.Task task = tuning.task(splits, chosen, out, this::featuresAt);
    noteAll(task.trainer(), kept, splits, chosen).note("weights", weights);
    return run(task.trainer(), task.splits(), out);
  }

  private void featuresAt(int done, int all) {
    if (done % 100 != 0 && done != all) return;
    PrintWriter err = spec.commandLine().getErr();
    err.printf(
        "\rthe frozen layers have seen %d of %d views%s", done, all, done == all ? "\n" : "");
    err.flush();
  }

  private int goOn() {
    if (Stream.of(
                arch,
                data,
                recipe,
                epochs,
                batch,
                seed,
                out,
                weights,
                freeze,
                views,
                source,
                discriminative)
            .anyMatch(Objects::nonNull)
        || workers != 1
        || !folders.options().equals(FolderOptions.STRICT)) {
      throw new ParameterException(
          spec.commandLine(),
          "--resume goes on with what the run was started with; it takes no other option but --tensorboard and --no-memory-check");
    }
    if (!Files.isDirectory(resume)) {
      throw new IllegalArgumentException((Files.exists(resume)
              ? "%s is no folder: --resume names that of a run"
              : "there is no folder %s to resume")
          .formatted(resume));
    }
    Map<String, String> facts = Trainer.facts(resume);
    if (!facts.containsKey("arch")) {
      throw new IllegalArgumentException(
          "%s holds no run that './lab train' began (it has no run.properties, or one that names no net)"
              .formatted(resume));
    }
    arch = facts.get("arch");
    data = facts.get("data");
    recipe = facts.get("recipe");
    epochs = Integer.valueOf(facts.get("epochs"));
    batch = Integer.valueOf(facts.get("batch"));
    seed = Long.valueOf(facts.get("seed"));
    workers = Integer.parseInt(facts.getOrDefault("workers", "1"));
    discriminative =
        facts.containsKey(DISCRIMINATIVE) ? Double.valueOf(facts.get(DISCRIMINATIVE)) : null;
    Splits splits = Datasets.load(data, FolderOptions.of(facts));
    Contents.of(splits)
        .requireAsBegun(
            Facts.classes(facts, splits.train().classes()), facts, resume, "start a new run");
    if (FineTuning.isFrozen(facts)) {
      FineTuning.Task task =
          FineTuning.goOn(splits, recipe(), resume, this::warn, this::featuresAt);
      return run(task.trainer(), task.splits(), resume);
    }
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
        new TerminalProgress(new PrintStream(System.out, true), TerminalProgress.hasTerminal()));
    History history = trainer.fit(splits.train(), splits.validation());
    if (history.epochs().size() < trainer.recipe().epochs()) {
      return 1;
    }
    Evaluation test = Evaluation.of(
        trainer.net(), splits.test(), trainer.normalisation(), trainer.recipe().batchSize());
    Csv.write(test.perClass(), folder.resolve("test.csv"));
    say("test: %s", test);
    return 0;
  }

  private Recipe recipe() {
    Recipe chosen = Recipes.get(recipe);
    chosen = epochs == null ? chosen : chosen.withEpochs(epochs);
    chosen = batch == null ? chosen : chosen.withBatchSize(batch);
    if (discriminative != null)
      chosen = chosen.withOptimizer(Optimizer.discriminative(chosen.optimizer(), discriminative));
    return seed == null ? chosen : chosen.withSeed(seed);
  }

  private Variant variant(Splits splits) {
    return Models.get(arch)
        .withInput(
            splits.train().channels(), splits.train().height(), splits.train().width())
        .withClasses(splits.train().classes().size());
  }

  private void chooseFolder() {
    if (out != null && Files.exists(out) && !Files.isDirectory(out))
      throw new IllegalArgumentException(
          "--out %s is no folder; a run is kept in one of its own".formatted(out));
    if (out == null)
      out =
          unused(Path.of("runs", "%s-%s-%s".formatted(arch, data.replaceAll("\\W+", "-"), recipe)));
    folderIsNew = !Files.exists(out);
  }

  /** The folder, or the first of folder-2, folder-3 ... that is not there. */
  private static Path unused(Path folder) {
    Path candidate = folder;
    for (int i = 2; Files.exists(candidate); i++) {
      candidate = folder.resolveSibling(folder.getFileName() + "-" + i);
    }
    return candidate;
  }

  private void requireAll() {
    List<String> missing = new ArrayList<>();
    if (arch == null) missing.add("--arch");
    if (data == null) missing.add("--data");
    if (recipe == null) missing.add("--recipe");
    if (!missing.isEmpty()) throw missing(missing);
  }

  private ParameterException missing(List<String> options) {
    return new ParameterException(
        spec.commandLine(),
        "%s %s missing; for example: ./lab train --arch resnet20_cifar --data fashion-mnist --recipe quick"
            .formatted(String.join(" and ", options), options.size() == 1 ? "is" : "are"));
  }

  private void say(String format, Object... values) {
    PrintWriter to = spec.commandLine().getOut();
    // Names of folders and classes, which may hold a line's end and words of their own after it.
    to.printf(
        format + "%n",
        Stream.of(values)
            .map(value -> value instanceof Integer || value instanceof Long
                ? value
                : Escape.terminal(String.valueOf(value)))
            .toArray());
    to.flush();
  }

  private void warn(String message) {
    spec.commandLine().getErr().println("warning: " + Escape.terminal(message));
  }
}
