package sevennets.experiment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.graph.ComputationGraph;
import sevennets.analysis.Summary;
import sevennets.data.Dataset;
import sevennets.data.Resized;
import sevennets.data.Splits;
import sevennets.data.Subset;
import sevennets.experiment.Sweep.Run;
import sevennets.models.Variant;
import sevennets.ops.Shape;
import sevennets.train.Evaluation;
import sevennets.train.History;
import sevennets.train.Progress;
import sevennets.train.Recipe;
import sevennets.train.Trainer;
import sevennets.train.TrainingException;

/** Trains one arm with one seed, and measures it on the test images at the end. */
final class ArmTraining {

  /**
   * Validation images for each hundred training images: enough to draw a curve, few enough not to
   * cost more than training.
   */
  private static final int VALIDATION_SHARE = 10;

  /** The sample of images is the same for all arms and seeds. */
  private static final long SAMPLE_SEED = 1;

  private final Run run;
  private final Recipe recipe;
  private final Variant variant;
  private final Dataset train;
  private final Dataset validation;
  private final Dataset test;

  ArmTraining(Run run, Budget budget, Splits data) {
    this.run = run;
    recipe = budget.recipe(run.arm(), run.seed());
    train = images(data.train(), budget.images());
    validation = images(data.validation(), Math.max(1, train.size() * VALIDATION_SHARE / 100));
    test = images(data.test(), budget.testImages());
    Shape input = Shape.image(train.channels(), train.height(), train.width());
    variant =
        new Variant(run.arm().name(), run.arm().net(), input, train.classes().size(), "");
  }

  private Dataset images(Dataset whole, int count) {
    return Resized.square(Subset.sample(whole, count, SAMPLE_SEED), run.arm().size());
  }

  Summary summary() {
    return Summary.of(variant.graph());
  }

  ComputationGraph net() {
    return variant.net(run.seed());
  }

  int batches() {
    return recipe.epochs() * Math.max(1, train.size() / recipe.batchSize());
  }

  /**
   * Trains in a folder, going on from a checkpoint that is there; empty if it was stopped before
   * the end. That a net diverges is a result too: it names images as well as chance does.
   */
  Optional<Outcome> in(Path folder, Progress progress) {
    Trainer trainer = trainer(folder, progress);
    try {
      History history = trainer.listen(progress).fit(train, validation);
      if (history.epochs().size() < recipe.epochs()) return Optional.empty();
      return Optional.of(outcome(
          Evaluation.of(trainer.net(), test, trainer.normalisation(), recipe.batchSize())
              .acc1(),
          history));
    } catch (TrainingException e) {
      if (!e.diverged()) throw e;
      progress.warned(e.getMessage());
      return Optional.of(outcome(1.0 / test.classes().size(), trainer.history()));
    }
  }

  private Outcome outcome(double accuracy, History history) {
    return new Outcome(
        run.arm().name(),
        run.seed(),
        accuracy,
        summary().params(),
        summary().macs(),
        history,
        Map.of());
  }

  private Trainer trainer(Path folder, Progress progress) {
    return Trainer.canResume(folder) ? resumed(folder, progress) : anew(folder);
  }

  /** Checkpoints of which none can be read cost this run, not the sweep. */
  private Trainer resumed(Path folder, Progress progress) {
    try {
      return Trainer.resume(folder, recipe, progress::warned);
    } catch (TrainingException e) {
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

  /** A sweep has a hundred runs; their histories are kept, their weights are not. */
  static void deleteCheckpoints(Path folder) {
    try (DirectoryStream<Path> checkpoints = Files.newDirectoryStream(folder, "*.zip")) {
      for (Path checkpoint : checkpoints) Files.delete(checkpoint);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "can't delete the checkpoints of the finished run in " + folder, e);
    }
  }
}
