package sevennets.running;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import sevennets.claims.Outcome;
import sevennets.claims.Outcome.End;
import sevennets.data.Dataset;
import sevennets.data.Resized;
import sevennets.data.Splits;
import sevennets.data.Subset;
import sevennets.graph.NetJson;
import sevennets.train.Evaluation;
import sevennets.train.FreshStatistics;
import sevennets.train.History;
import sevennets.train.Progress;
import sevennets.train.Recipe;
import sevennets.train.Trainer;
import sevennets.train.TrainingException;

/** Trains one arm with one seed, and measures it at the end. */
final class ArmTraining {

  /**
   * Validation images for each hundred training images: enough to draw a curve, few enough not to
   * cost more than training.
   */
  private static final int VALIDATION_SHARE = 10;

  /** The test images are the same for all arms and seeds, so that images can be told from seeds. */
  private static final long TEST_SAMPLE = 1;

  /** Images in a batch where nothing is learnt. */
  private static final int MEASURED_AT_ONCE = 128;

  private final Order order;
  private final Recipe recipe;
  private final Dataset train;
  private final Dataset validation;
  private final Dataset test;

  ArmTraining(Order order, Splits data) {
    this.order = order;
    recipe = Recipe.parse(order.recipe());
    train = images(data.train(), order.images(), order.seed());
    validation =
        images(data.validation(), Math.max(1, train.size() * VALIDATION_SHARE / 100), order.seed());
    test = images(data.test(), order.testImages(), TEST_SAMPLE);
  }

  private Dataset images(Dataset whole, int count, long sample) {
    return Resized.square(Subset.sample(whole, count, sample), order.size());
  }

  ComputationGraph net() {
    ComputationGraph net = new ComputationGraph(configuration());
    net.init();
    return net;
  }

  /** An order comes from another process: it names no class but those that nets are made of. */
  private ComputationGraphConfiguration configuration() {
    try {
      return NetJson.parse(order.net());
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "the net of %s, seed %d cannot be made: %s"
              .formatted(order.arm(), order.seed(), e.getMessage()),
          e);
    }
  }

  /** The sums of the first images that it learns from: enough to tell samples apart. */
  String firstImages() {
    float[] pixels = new float[train.channels() * train.height() * train.width()];
    StringBuilder sums = new StringBuilder();
    for (int i = 0; i < Math.min(10, train.size()); i++) {
      train.read(i, pixels);
      float sum = 0;
      for (float pixel : pixels) sum += pixel;
      sums.append(sum).append(' ');
    }
    return sums.toString();
  }

  /** Steps of an epoch; images that fill no batch are left for another epoch. */
  int steps() {
    return Math.max(1, train.size() / recipe.batchSize());
  }

  int batches() {
    return recipe.epochs() * steps();
  }

  /**
   * Trains in a folder, going on from a checkpoint that is there; empty if it was stopped before
   * the end. That a net diverges is a result too.
   */
  Optional<Outcome> in(Path folder, Progress progress) {
    Trainer trainer = trainer(folder, progress);
    try {
      History history = trainer.listen(progress).fit(train, validation);
      if (history.epochs().size() < recipe.epochs()) return Optional.empty();
      return Optional.of(outcome(false, end(trainer), history));
    } catch (CancellationException stoppedWhileMeasuring) {
      return Optional.empty();
    } catch (TrainingException e) {
      if (!e.diverged()) throw e;
      progress.warned(e.getMessage());
      return Optional.of(outcome(true, End.NONE, trainer.history()));
    }
  }

  private End end(Trainer trainer) {
    ComputationGraph net = trainer.net();
    FreshStatistics.measure(
        net, train, trainer.normalisation(), recipe.batchSize(), batches(), order.seed());
    Evaluation learnt = evaluation(trainer, labelled(train), new BitSet());
    BitSet right = new BitSet();
    return new End(
        evaluation(trainer, test, right).acc1(),
        evaluation(trainer, validation, new BitSet()).acc1(),
        learnt.loss(),
        learnt.acc1(),
        right);
  }

  private static Evaluation evaluation(Trainer trainer, Dataset images, BitSet right) {
    return Evaluation.of(trainer.net(), images, trainer.normalisation(), MEASURED_AT_ONCE, right);
  }

  /** Those whose class the net is told. */
  private static Dataset labelled(Dataset images) {
    int[] known = java.util.stream.IntStream.range(0, images.size())
        .filter(i -> images.label(i) != Dataset.UNLABELLED)
        .toArray();
    return known.length == images.size()
        ? images
        : new Subset(images.name() + ", labelled", images, known);
  }

  private Outcome outcome(boolean diverged, End end, History history) {
    return new Outcome(
        order.arm(),
        order.seed(),
        diverged,
        end,
        order.params(),
        order.macs(),
        steps(),
        history,
        recipe.terms(),
        recipe.rate(),
        Map.of());
  }

  private Trainer trainer(Path folder, Progress progress) {
    return Trainer.canResume(folder) ? resumed(folder, progress) : anew(folder);
  }

  /**
   * Checkpoints of which every one is damaged, or of other code, cost this run, not the sweep.
   * Whatever else keeps a run from going on, such as files that can't be opened now, deletes
   * nothing.
   */
  private Trainer resumed(Path folder, Progress progress) {
    try {
      return Trainer.resume(folder, recipe, progress::warned);
    } catch (TrainingException e) {
      if (!e.lost()) throw e;
      progress.warned(e.getMessage() + ": done");
      deleteCheckpoints(folder);
      return anew(folder);
    }
  }

  private Trainer anew(Path folder) {
    return new Trainer(net(), recipe)
        .into(folder)
        .note("cores", String.valueOf(Runtime.getRuntime().availableProcessors()));
  }

  static boolean hasCheckpoints(Path folder) {
    try (DirectoryStream<Path> checkpoints = Files.newDirectoryStream(folder, "*.zip")) {
      return checkpoints.iterator().hasNext();
    } catch (IOException e) {
      throw new UncheckedIOException("can't read the run's folder " + folder, e);
    }
  }

  /** A sweep has a hundred runs; their histories are kept, their weights are not. */
  static void deleteCheckpoints(Path folder) {
    try (DirectoryStream<Path> checkpoints = Files.newDirectoryStream(folder, "*.zip")) {
      for (Path checkpoint : checkpoints) Files.deleteIfExists(checkpoint);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "can't delete the checkpoints of the finished run in " + folder, e);
    }
  }
}
