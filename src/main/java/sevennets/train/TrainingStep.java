package sevennets.train;

import org.deeplearning4j.nn.graph.ComputationGraph;
import sevennets.data.Batch;

/** What a {@link Trainer} does with one batch, without the bookkeeping around it: for those who measure or try a single step. */
public final class TrainingStep {
  private final Classifier classifier;
  private final WeightUpdate update;
  private long steps;

  /** Steps that move the weights of {@code net} by the recipe's optimizer and regularisation; its schedule is not used. */
  public TrainingStep(ComputationGraph net, Recipe recipe) {
    classifier = new Classifier(net);
    update = new WeightUpdate(net, recipe);
  }

  /**
   * Forward pass, backward pass and update.
   *
   * @return the loss before the update, a mean over the batch
   */
  public double take(Batch batch, double learningRate) {
    double loss = classifier.gradient(batch);
    update.divideBy(batch.size());
    update.step(learningRate, update.gradientNorm(), steps++);
    return loss;
  }
}
