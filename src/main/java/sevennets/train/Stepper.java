package sevennets.train;

import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import sevennets.data.Batch;
import sevennets.data.Dataset;
import sevennets.kernels.cudnn.CardTraining;

/**
 * Takes the steps of a training run where its arithmetic is done: on this machine's processor
 * ({@link HostStepper}), on a card ({@link CardStepper}). A {@link Trainer} knows no difference.
 *
 * <p>Elsewhere weights and memory have a second home. They go there at {@link #begin}, come back at
 * {@link #pull} and at {@link #end}; in between, what the host holds may be out of date. Before
 * {@code begin} and after {@code end} everything happens on the host.
 */
interface Stepper {

  /** The one place where it is chosen who takes a run's steps. */
  static Stepper of(ComputationGraph net, Recipe recipe) {
    if (!CardStepper.isWanted()) {
      return new HostStepper(net, recipe);
    }
    try {
      CardTraining.require(net);
      return new CardStepper(net, recipe, CardStepper::first);
    } catch (IllegalArgumentException noWay) {
      return new HostStepper(net, recipe, noWay.getMessage());
    }
  }

  /** What a reader should know of where the steps are taken, in a sentence. */
  default Optional<String> notice() {
    return Optional.empty();
  }

  /**
   * Sees to it that a run fits into the memory that is there, before it takes any.
   *
   * @return a warning, if it may not fit
   * @throws TrainingException if it cannot
   */
  Optional<String> checkMemory(Dataset images, int workers);

  /**
   * Gets ready for the steps of a run, from the net's weights and from {@link #memory} as they are
   * now. After each step {@link #lastScores} are known.
   *
   * @param workers from two on, they share every batch
   * @throws StepFailed if what computes is not to be had; {@link #end} may still be called
   */
  void begin(int workers);

  /**
   * Forward pass, backward pass and update, as the step after so many of a run, whatever this
   * object did before: so that a run can be taken up again. Chance (dropout, stochastic depth) is
   * drawn from the recipe's seed and that number alone.
   *
   * @return the loss before the update, a mean over the batch
   * @throws Diverged if the loss or the gradient is nothing to go on with; the weights are as
   *     before
   * @throws StepFailed if what computes has failed
   */
  double take(Batch batch, double learningRate, long steps);

  /**
   * The same; where that saves time, the next batch is made ready while this one computes. Then
   * {@code batch} is no longer valid when this returns.
   *
   * @param next gives the batch after this one, or null if there is none or it can't be had
   */
  default double take(Batch batch, double learningRate, long steps, Supplier<Batch> next) {
    return take(batch, learningRate, steps);
  }

  /** Where steps are taken and in what arithmetic: a run goes on to the same bits only there. */
  default String place() {
    return Trainer.PROCESSOR;
  }

  /** What the last step scored its images with. */
  Scores lastScores();

  /**
   * Scores images, {@code N x C x H x W}, without training: by the weights as they are.
   *
   * @throws StepFailed if what computes has failed
   */
  Scores scores(INDArray images);

  /**
   * What the optimizer remembers and the moving average, by name: with the weights, all that a step
   * changes. Always the same arrays on the host, each 1 x n: who resumes a run fills them before
   * {@link #begin}.
   */
  Map<String, INDArray> memory();

  /**
   * Brings the net's weights, its count of iterations and {@link #memory} up to date on the host;
   * cheap if they are.
   */
  void pull();

  /**
   * Exchanges the weights with their moving average, if there is one; the next call exchanges them
   * back. In between the net is the averaged one.
   */
  void swapAverage();

  /**
   * Undoes {@link #begin}; the net and {@link #memory} are up to date, or after a
   * {@link StepFailed} as the last pull left them. Never throws in place of that failure.
   */
  void end();
}
