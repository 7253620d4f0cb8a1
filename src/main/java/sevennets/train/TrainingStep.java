package sevennets.train;

import org.deeplearning4j.nn.graph.ComputationGraph;
import sevennets.data.Batch;

/**
 * What a {@link Trainer} does with one batch: forward pass, backward pass, update. Without the
 * bookkeeping of a run around it, it serves those who measure or try a single step.
 *
 * <pre>{@code
 * double loss = new TrainingStep(net, recipe).take(batch, 0.1);  // one step at rate 0.1
 * }</pre>
 */
public final class TrainingStep {
  private final Stepper stepper;
  private long taken;

  /**
   * Steps that move the weights of {@code net} by the recipe's optimizer and regularisation; its
   * schedule is not used.
   */
  public TrainingStep(ComputationGraph net, Recipe recipe) {
    stepper = new HostStepper(net, recipe);
  }

  /**
   * Forward pass, backward pass and update.
   *
   * @return the loss before the update, a mean over the batch
   * @throws Diverged if the loss or the gradient is nothing to go on with; the weights are as
   *     before
   */
  public double take(Batch batch, double learningRate) {
    return stepper.take(batch, learningRate, taken++);
  }
}
