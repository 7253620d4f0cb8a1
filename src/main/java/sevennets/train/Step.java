package sevennets.train;

/**
 * One training step, as a {@link Progress} hears of it.
 *
 * <pre>{@code
 * trainer.listen(new Progress() {
 *   public void batchEnded(Step step) {
 *     if (step.batch() == step.batches()) System.out.println(step.loss());
 *   }
 * });
 * }</pre>
 *
 * @param epoch from 1
 * @param epochs of the whole run
 * @param batch from 1
 * @param batches in this epoch
 * @param learningRate of this step
 * @param loss the mean loss of the epoch so far, all heads' losses included
 * @param accuracy of the epoch's labelled images so far, the share whose class got the highest
 *     score, in [0, 1]
 * @param imagesPerSecond in this epoch so far
 * @param secondsLeft until the end of the run, at this speed, validation included once it has been
 *     measured
 */
public record Step(
    int epoch,
    int epochs,
    int batch,
    int batches,
    double learningRate,
    double loss,
    double accuracy,
    double imagesPerSecond,
    double secondsLeft) {

  /**
   * What a run at a position tells of the step that it has just done; {@code tally} is that of the
   * epoch begun.
   */
  static Step of(
      Position at, int epochs, int batches, double rate, Tally tally, double validationSeconds) {
    int epochsAfter = epochs - at.epoch() - 1;
    double batchesLeft = batches - at.batch() + (double) epochsAfter * batches;
    double left =
        tally.seconds() / at.batch() * batchesLeft + validationSeconds * (epochsAfter + 1);
    return new Step(
        at.epoch() + 1,
        epochs,
        at.batch(),
        batches,
        rate,
        tally.meanLoss(),
        tally.acc1(),
        tally.imagesPerSecond(),
        left);
  }
}
