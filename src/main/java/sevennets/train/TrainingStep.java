package sevennets.train;

import java.util.List;
import java.util.SplittableRandom;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.factory.Nd4j;
import sevennets.data.Batch;

/**
 * What a {@link Trainer} does with one batch: forward pass, backward pass, update. Without the
 * bookkeeping around it, it also serves those who measure or try a single step.
 */
public final class TrainingStep {
  private final ComputationGraph net;
  private final long seed;
  private final Classifier classifier;
  private final WeightUpdate update;
  private Gradients gradients;
  private List<TrainingListener> listeners;
  private long taken;

  /**
   * Steps that move the weights of {@code net} by the recipe's optimizer and regularisation; its
   * schedule is not used.
   */
  public TrainingStep(ComputationGraph net, Recipe recipe) {
    this.net = net;
    seed = recipe.seed();
    classifier = new Classifier(net);
    update = new WeightUpdate(net, recipe);
    gradients = classifier;
  }

  /**
   * Gets ready for the steps of a run: after each, {@link #lastScores} are known. From two on,
   * workers share every batch.
   */
  void begin(int workers) {
    listeners = List.copyOf(net.getListeners());
    if (workers == 1) {
      net.addListeners(classifier.watch());
    } else {
      gradients = new Workers(net, workers);
    }
  }

  /** Undoes {@link #begin}. */
  void end() {
    gradients.close();
    gradients = classifier;
    net.setListeners(listeners);
  }

  /**
   * Forward pass, backward pass and update.
   *
   * @return the loss before the update, a mean over the batch
   * @throws Diverged if the loss or the gradient is nothing to go on with; the weights are as
   *     before
   */
  public double take(Batch batch, double learningRate) {
    return take(batch, learningRate, taken++);
  }

  /**
   * The same, as the step after so many of a run, whatever this object did before: so that a run
   * can be taken up again.
   */
  double take(Batch batch, double learningRate, long steps) {
    long chance = chance(steps);
    net.getConfiguration().setIterationCount((int) steps);
    double loss = gradients.gradient(batch, chance);
    update.divideBy(batch.size());
    double norm = update.gradientNorm();
    if (Diverged.is(loss, norm, (int) batch.labels().size(1))) {
      Nd4j.getRandom().setSeed(chance);
      throw new Diverged(loss, norm, learningRate, net, batch.images());
    }
    update.step(learningRate, norm, steps);
    return loss;
  }

  /** What the last step scored its images with. */
  Scores lastScores() {
    return gradients.lastScores();
  }

  /** The net as it tells images apart. */
  Classifier classifier() {
    return classifier;
  }

  /** What a step changes besides the weights. */
  WeightUpdate update() {
    return update;
  }

  /** By the step's number, so that dropout after a resumption falls as it would have fallen. */
  private long chance(long steps) {
    return new SplittableRandom(seed ^ steps << 20).nextLong();
  }
}
