package sevennets.train;

import java.util.SplittableRandom;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.factory.Nd4j;
import sevennets.data.Batch;

/**
 * What a {@link Trainer} does with one batch: forward pass, backward pass, update. Without the bookkeeping around it, it
 * also serves those who measure or try a single step.
 */
public final class TrainingStep {
  private final ComputationGraph net;
  private final long seed;
  private final Classifier classifier;
  private final WeightUpdate update;
  private long taken;

  /** Steps that move the weights of {@code net} by the recipe's optimizer and regularisation; its schedule is not used. */
  public TrainingStep(ComputationGraph net, Recipe recipe) {
    this.net = net;
    seed = recipe.seed();
    classifier = new Classifier(net);
    update = new WeightUpdate(net, recipe);
  }

  /**
   * Forward pass, backward pass and update.
   *
   * @return the loss before the update, a mean over the batch
   * @throws Diverged if the loss or the gradient is nothing to go on with; the weights are as before
   */
  public double take(Batch batch, double learningRate) {
    return take(batch, learningRate, taken++);
  }

  /** The same, as the step after so many of a run, whatever this object did before: so that a run can be taken up again. */
  double take(Batch batch, double learningRate, long steps) {
    seedChance(steps);
    net.getConfiguration().setIterationCount((int) steps);
    double loss = classifier.gradient(batch);
    update.divideBy(batch.size());
    double norm = update.gradientNorm();
    if (Diverged.is(loss, norm, (int) batch.labels().size(1))) {
      seedChance(steps);
      throw new Diverged(loss, norm, learningRate, net, batch.images());
    }
    update.step(learningRate, norm, steps);
    return loss;
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
  private void seedChance(long steps) {
    Nd4j.getRandom().setSeed(new SplittableRandom(seed ^ steps << 20).nextLong());
  }
}
