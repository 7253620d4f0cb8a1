package sevennets.train;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import sevennets.data.Batch;
import sevennets.data.Contents;
import sevennets.data.Dataset;
import sevennets.data.Loader;
import sevennets.data.Normalisation;
import sevennets.graph.NetJson;

/**
 * Trains a net by a {@link Recipe}.
 *
 * <p>With a folder ({@link #into}) the run survives whatever ends it: {@link #resume} goes on from
 * the last checkpoint, and ends with the same weights, bit for bit, as a run that was never
 * stopped. Interrupting the thread (a notebook's stop button) or ending the process (SIGTERM,
 * Ctrl-C) stops after the batch at hand, saved; a second {@link #fit} goes on.
 *
 * <p>If the recipe averages weights, the net holds the average whenever {@code fit} is not running.
 *
 * <pre>{@code
 * Trainer trainer = new Trainer(net, recipe).into(Path.of("runs/mine")).listen(Notebook.live());
 * History history = trainer.fit(data.train(), data.validation());  // again, and it goes on where it was stopped
 * }</pre>
 */
public final class Trainer {
  /** Values enough to know a channel's mean to three digits; all of CIFAR, a sample of ImageNet. */
  private static final long NORMALISATION_VALUES = 200_000_000;

  /** The fact of a run that names {@link Stepper#place}. */
  public static final String PLACE = "computed-on";

  /** What that fact says of a run without a card. */
  public static final String PROCESSOR = "processor";

  private static final String SUM = ".sha256";
  private static final String NORMALISATION = "normalisation";

  private final ComputationGraph net;
  private final Recipe recipe;
  private final NetGradients classifier;
  private final Stepper stepper;
  private final Saving saving = new Saving();
  private final List<Progress> listeners = new ArrayList<>();
  private Normalisation normalisation;
  private Position position = Position.START;
  private Tally tally = new Tally();
  private History history = new History();
  private double validationSeconds;
  private boolean memoryChecked = true;
  private int workers = 1;
  /** Whether the folder says what the run is, and holds its first checkpoint. */
  private boolean begun;
  /** What the folder says that is gone on with. */
  private Path resumed;

  private Map<String, String> begunWith = Map.of();

  /** A run of its own, from the weights that the net has. */
  public Trainer(ComputationGraph net, Recipe recipe) {
    this(net, recipe, Stepper.of(net, recipe));
  }

  Trainer(ComputationGraph net, Recipe recipe, Stepper stepper) {
    this.net = net;
    this.recipe = recipe;
    this.stepper = stepper;
    classifier = new NetGradients(net);
  }

  /**
   * A run that goes on from its last checkpoint.
   *
   * @param warn told, in a sentence, of every checkpoint that is damaged and passed over
   * @throws TrainingException if the folder has no checkpoint that is whole, or one can't be read
   *     now; what is in the folder stays as it is
   * @throws IllegalArgumentException if the run followed another recipe
   */
  public static Trainer resume(Path folder, Recipe recipe, Consumer<String> warn) {
    return resume(folder, recipe, warn, Stepper::of);
  }

  static Trainer resume(
      Path folder,
      Recipe recipe,
      Consumer<String> warn,
      BiFunction<ComputationGraph, Recipe, Stepper> steppers) {
    RunFolder run = RunFolder.open(folder);
    Checkpoint checkpoint = run.last(warn).orElseThrow(() -> nothingToGoOnFrom(run));
    // First: other code may tell the same recipe otherwise.
    requireSameCode(run);
    if (!checkpoint.recipe().equals(recipe.settings())) {
      throw new IllegalArgumentException("the run in %s was started with another recipe: %s"
          .formatted(folder, recipe.differences(checkpoint.recipe())));
    }
    ComputationGraph net = checkpoint.restoreNet();
    Trainer trainer = new Trainer(net, recipe, steppers.apply(net, recipe));
    checkpoint.restore(net, trainer.stepper.memory());
    trainer.saving.goOnIn(run, checkpoint);
    trainer.resumed = folder;
    trainer.begun = true;
    trainer.begunWith = run.facts();
    // Whatever it was given or had computed: to look at the images otherwise would go unnoticed.
    String normalised = trainer.begunWith.get(NORMALISATION);
    if (normalised != null) trainer.normalisation = Normalisation.parse(normalised);
    trainer.position = checkpoint.position();
    trainer.tally = checkpoint.tally();
    trainer.history = checkpoint.history();
    trainer.stepper.swapAverage();
    List<String> changed = new ArrayList<>(Circumstances.changed(run.facts()));
    String place = run.facts().getOrDefault(PLACE, trainer.stepper.place());
    if (!place.equals(trainer.stepper.place())) {
      changed.add(
          "it computed on the %s and computes on the %s".formatted(place, trainer.stepper.place()));
    }
    if (!run.facts().isEmpty() && !changed.isEmpty()) {
      warn.accept("this run goes on, but not to the same bit: " + String.join("; ", changed));
    }
    return trainer;
  }

  private static TrainingException nothingToGoOnFrom(RunFolder run) {
    return run.hasCheckpoints()
        ? TrainingException.ofLost(
            "every checkpoint is damaged in %s; start the run anew".formatted(run))
        : new TrainingException(
            "there is no checkpoint to go on from in %s; start the run anew".formatted(run));
  }

  private static void requireSameCode(RunFolder run) {
    Map<String, String> facts = run.facts();
    List<String> changed = CodeDigest.changed(facts);
    if (!changed.isEmpty()) {
      String commit = facts.getOrDefault("commit", "unknown");
      throw TrainingException.ofLost(
          "the run in %s was begun by other code, and its numbers could change: %s differ (commit %s there, %s here); go on with the code of then (git checkout %s), or start the run anew"
              .formatted(
                  run,
                  String.join(", ", changed),
                  commit,
                  Circumstances.here().get("commit"),
                  commit.replace("+", "")));
    }
  }

  /**
   * What the run in a folder was started with: all that {@link #note} was told, the recipe, machine
   * and versions.
   */
  public static Map<String, String> facts(Path folder) {
    return RunFolder.open(folder).facts();
  }

  /** Whether a folder holds a run that {@link #resume} can go on from. */
  public static boolean canResume(Path folder) {
    return Files.isDirectory(folder) && RunFolder.open(folder).hasCheckpoints();
  }

  /**
   * Keeps checkpoints and {@code history.csv} in a folder, made if it is not there.
   *
   * @throws IllegalArgumentException if another run is in it, the net can't be saved, or no other
   *     process could tell that it goes on by the same recipe
   */
  public Trainer into(Path path) {
    NetJson.of(net.getConfiguration()); // better now than after an epoch
    recipe.requireLasting();
    saving.into(path);
    return this;
  }

  /**
   * Writes into the folder what the run is, and its first checkpoint, before {@link #fit} would:
   * for whoever computes for long before the first step. From then on the run is one to
   * {@link #resume}.
   *
   * @param train the images that it will be trained on; they are named and counted, not read
   * @param validation those that it will be measured by
   * @throws IllegalStateException if the images have to be read to know how they are normalised
   */
  @SuppressWarnings("try") // the folder is held, not used
  public Trainer begin(Dataset train, Dataset validation) {
    if (normalisation == null)
      throw new IllegalStateException(
          "a run begins before its images are read once normalise has said how");
    try (Saving.Closing folder = saving.start()) {
      if (!begun) describe(train, validation);
    }
    return this;
  }

  /** How often a checkpoint is written within an epoch; one is written after each epoch besides. */
  public Trainer saveEvery(Duration interval) {
    saving.every(interval);
    return this;
  }

  /** Normalises images by given statistics instead of the training images' own. */
  public Trainer normalise(Normalisation given) {
    normalisation = given;
    return this;
  }

  /** Begins even if the memory seems too small. */
  public Trainer withoutMemoryCheck() {
    memoryChecked = false;
    return this;
  }

  /**
   * Shares every batch among so many copies of the net, one on each GPU of this machine, through
   * Deeplearning4j's ParallelWrapper. The recipe means the same; batch norm sees a copy's share of
   * a batch only. On a CPU the copies take the cores from each other, and nothing is gained.
   *
   * @throws IllegalArgumentException if the recipe's batch cannot be shared evenly
   */
  public Trainer workers(int count) {
    Workers.requireEvenShares(recipe.batchSize(), count);
    workers = count;
    return this;
  }

  /**
   * Adds a line to the folder's {@code run.properties}: what a run was started with, for who comes
   * back to it.
   */
  public Trainer note(String name, String value) {
    saving.note(name, value);
    return this;
  }

  /** Adds a listener. */
  public Trainer listen(Progress listener) {
    listeners.add(listener);
    return this;
  }

  /**
   * The net in training. Its weights are up to date whenever {@link #fit} is not running, and when
   * a {@link Progress} hears of an epoch's or the run's end; between two batches they may be on
   * their way elsewhere.
   */
  public ComputationGraph net() {
    return net;
  }

  /**
   * How images are normalised, as it must be done for whatever the net is shown; known once
   * {@link #fit} has begun.
   */
  public Normalisation normalisation() {
    return normalisation;
  }

  /** What the net is trained by. */
  public Recipe recipe() {
    return recipe;
  }

  /** What was measured so far. */
  public History history() {
    return history;
  }

  /**
   * Trains until the recipe's last epoch, or until stopped; called again, goes on.
   *
   * @param train images to learn from
   * @param validation images to measure each epoch by; not the test images, which are read once, at
   *     the end
   * @throws TrainingException if training cannot go on; what was saved is kept
   * @throws IllegalArgumentException if a run is gone on with, and these are not its images
   */
  public History fit(Dataset train, Dataset validation) {
    // A fit that was stopped a moment ago may still be at its last batch, on another thread. Not
    // the net itself: Deeplearning4j locks that in every step, and workers step on other threads.
    synchronized (net.getConfiguration()) {
      return fitAlone(train, validation);
    }
  }

  @SuppressWarnings("try") // the folder is held, not used
  private History fitAlone(Dataset train, Dataset validation) {
    classifier.requireClasses(train);
    classifier.requireClasses(validation);
    requireAsBegun("training", train);
    requireAsBegun("validation", validation);
    listeners.forEach(listener -> listener.begun(history));
    stepper.notice().ifPresent(notice -> listeners.forEach(listener -> listener.warned(notice)));
    if (memoryChecked) {
      stepper
          .checkMemory(train, workers)
          .ifPresent(warning -> listeners.forEach(listener -> listener.warned(warning)));
    }
    normalisation = normalisation != null ? normalisation : normalisationOf(train);
    Loader learning = Loader.training(
            train, recipe.augmentationFor(train), normalisation, recipe.batchSize(), recipe.seed())
        .withLabelSmoothing(recipe.regularisation().labelSmoothing());
    Loader judging = Loader.evaluation(validation, normalisation, recipe.batchSize());
    stepper.swapAverage();
    try (Saving.Closing folder = saving.start();
        StopSignal stop = new StopSignal()) {
      stepper.begin(workers);
      if (!begun) describe(train, validation);
      while (position.epoch() < recipe.epochs()) {
        if (!trainEpoch(learning, stop) || !validate(judging, stop)) {
          return stopped(stop);
        }
      }
      return finished();
    } catch (Diverged e) {
      throw ended("diverged", diverged(e));
    } catch (StepFailed e) {
      throw ended("failed", failed(e));
    } catch (OutOfMemoryError e) {
      throw ended("out of memory", outOfMemory(e));
    } catch (RuntimeException e) {
      throw ended("failed", e);
    } finally {
      stepper.end();
      stepper.swapAverage();
    }
  }

  /** Other images, or other labels, and what was measured before means nothing beside the rest. */
  private void requireAsBegun(String part, Dataset images) {
    String sum = begunWith.get(part + SUM);
    if (sum != null && !sum.equals(Contents.sum(images))) {
      throw new IllegalArgumentException(
          "the %s images are not those that the run in %s began with: go on with the same ones, or start a new run"
              .formatted(part, resumed));
    }
  }

  /** Lets no listener go on saying how long the run will take. */
  private RuntimeException ended(String how, RuntimeException reason) {
    String where =
        "%s in epoch %d, batch %d".formatted(how, position.epoch() + 1, position.batch() + 1);
    listeners.forEach(listener -> listener.stopped(where, history));
    return reason;
  }

  private void describe(Dataset train, Dataset validation) {
    saving.note("train", train.name());
    saving.note("validation", validation.name());
    saving.note("training" + SUM, Contents.sum(train));
    saving.note("validation" + SUM, Contents.sum(validation));
    saving.noteIfAbsent(NORMALISATION, normalisation.toString());
    saving.note("recipe.settings", recipe.settings());
    saving.note("workers", String.valueOf(workers));
    saving.note(PLACE, stepper.place());
    saving.describe();
    saving.now(this::checkpoint, false);
    begun = true;
  }

  private Checkpoint checkpoint() {
    stepper.pull();
    return Checkpoint.of(net, stepper.memory(), position, tally, history, recipe);
  }

  /** Whether the epoch was trained to its end. */
  private boolean trainEpoch(Loader loader, StopSignal stop) {
    listeners.forEach(listener -> listener.epochStarted(position.epoch() + 1, recipe.epochs()));
    long before = System.nanoTime();
    try {
      Ahead batches = new Ahead(loader.epoch(position.epoch(), position.batch()));
      for (Batch batch = batches.next(); batch != null; batch = batches.next()) {
        double rate = recipe
            .learningRate()
            .at(position.epoch() + (double) position.batch() / loader.batches());
        // The batch may be given up for the next while it computes.
        int[] classes = batch.classes().clone();
        double loss = stepper.take(batch, rate, position.steps(), batches::peek);
        tally.add(loss * classes.length, stepper.lastScores(), classes);
        position = position.afterBatch();
        tally.addSeconds((System.nanoTime() - before) / 1e9);
        before = System.nanoTime();
        report(rate, loader.batches());
        if (stop.requested()) {
          return false;
        }
        saving.ifDue(this::checkpoint);
      }
      return true;
    } catch (CancellationException e) {
      return !stop.requested();
    }
  }

  /** Whether validation was done to its end; if so the epoch is over, in the history and saved. */
  private boolean validate(Loader loader, StopSignal stop) {
    long start = System.nanoTime();
    Tally judged = new Tally();
    stepper.swapAverage();
    try {
      for (Batch batch : loader.epoch(0, 0)) {
        Scores scores = stepper.scores(batch.images());
        judged.add(scores.crossEntropy(batch.classes()), scores, batch.classes());
        if (stop.requested()) {
          return false;
        }
      }
    } catch (CancellationException e) {
      return !stop.requested();
    } finally {
      stepper.swapAverage();
    }
    validationSeconds = (System.nanoTime() - start) / 1e9;
    endEpoch(judged);
    return true;
  }

  private void endEpoch(Tally judged) {
    // Listeners may look at the net, whether or not the run is saved.
    stepper.pull();
    boolean best = judged.acc1() > history.bestValAcc1();
    double lastRate = recipe
        .learningRate()
        .at(position.epoch() + (double) (position.batch() - 1) / position.batch());
    history.add(new History.Epoch(
        position.epoch() + 1,
        lastRate,
        tally.meanLoss(),
        tally.acc1(),
        judged.meanLoss(),
        judged.acc1(),
        judged.acc5(),
        tally.imagesPerSecond(),
        tally.seconds() + validationSeconds));
    position = position.afterEpoch();
    tally = new Tally();
    saving.now(this::checkpoint, best);
    listeners.forEach(listener -> listener.epochEnded(history));
  }

  private void report(double rate, int batches) {
    Step done = Step.of(position, recipe.epochs(), batches, rate, tally, validationSeconds);
    listeners.forEach(listener -> listener.batchEnded(done));
  }

  private History stopped(StopSignal stop) {
    stepper.pull();
    saving.now(this::checkpoint, false);
    String how = "%s in epoch %d after batch %d; %s"
        .formatted(stop.reason(), position.epoch() + 1, position.batch(), saving.saved());
    listeners.forEach(listener -> listener.stopped(how, history));
    return history;
  }

  private History finished() {
    listeners.forEach(listener -> listener.stopped("finished", history));
    return history;
  }

  private TrainingException diverged(Diverged e) {
    return new TrainingException(
        """
        training diverged in epoch %d, batch %d: %s. %s Lower the learning rate, lengthen its warm-up, or limit the \
        gradient's norm.""".formatted(position.epoch() + 1, position.batch() + 1, e.getMessage(), saving.kept()),
        e);
  }

  private TrainingException failed(StepFailed e) {
    return new TrainingException(
        "training failed in epoch %d, batch %d: %s. %s"
            .formatted(position.epoch() + 1, position.batch() + 1, e.getMessage(), saving.kept()),
        e);
  }

  private TrainingException outOfMemory(OutOfMemoryError e) {
    return new TrainingException(
        """
        out of memory in epoch %d, batch %d, with batches of %d images: %s. %s Lower the batch size (--batch %d), or give Java \
        more: -Xmx for its own objects, -Dorg.bytedeco.javacpp.maxphysicalbytes for arrays.""".formatted(
                position.epoch() + 1,
                position.batch() + 1,
                recipe.batchSize(),
                e.getMessage(),
                saving.kept(),
                Math.max(1, recipe.batchSize() / 2)),
        e);
  }

  private static Normalisation normalisationOf(Dataset train) {
    long perImage = (long) train.channels() * train.height() * train.width();
    return Normalisation.of(
        train, (int) Math.max(1, Math.min(train.size(), NORMALISATION_VALUES / perImage)));
  }
}
