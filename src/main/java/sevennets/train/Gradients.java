package sevennets.train;

import sevennets.data.Batch;

/** Computes the gradient of a batch: a {@link NetGradients} by itself, {@link Workers} together. */
interface Gradients extends AutoCloseable {

  /**
   * The forward and the backward pass of a training step. Afterwards the net's gradient is a sum
   * over the batch, and its weights are as before.
   *
   * @param chance the seed of dropout and stochastic depth
   * @return the loss, a mean over the batch, auxiliary heads included
   */
  double gradient(Batch batch, long chance);

  /** What the last {@link #gradient} scored the images with, dropout and all. */
  Scores lastScores();

  /** Ends what was begun to compute gradients. */
  @Override
  void close();
}
