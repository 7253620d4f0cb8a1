package sevennets.train;

/**
 * Hears how a training run goes on: the terminal's line and the notebook's live charts are such
 * listeners. All methods are called on the training thread, between two steps; what is slow here
 * slows the training.
 *
 * <pre>{@code
 * trainer.listen(new Progress() {
 *   public void epochEnded(History history) {
 *     System.out.println(history.last().valAcc1());
 *   }
 * });
 * }</pre>
 */
public interface Progress {

  /** A fit begins: a run's first, or one that goes on after what is in the history. */
  default void begun(History history) {}

  /** An epoch begins. */
  default void epochStarted(int epoch, int epochs) {}

  /** A step is done. */
  default void batchEnded(Step step) {}

  /** An epoch has been trained and validated; its row is the last of the history. */
  default void epochEnded(History history) {}

  /** Something the user should know, in a sentence; the run goes on. */
  default void warned(String message) {}

  /** The run has ended, after its last epoch or before: {@code how} says it in a sentence. */
  default void stopped(String how, History history) {}
}
