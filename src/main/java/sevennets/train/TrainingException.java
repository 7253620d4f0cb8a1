package sevennets.train;

/**
 * Training cannot go on. The message says what happened, where, what is kept, and what to change.
 *
 * <pre>{@code
 * try {
 *   trainer.fit(data.train(), data.validation());
 * } catch (TrainingException e) {
 *   if (e.diverged()) System.err.println("a smaller learning rate: " + e.getMessage());
 * }
 * }</pre>
 */
public final class TrainingException extends RuntimeException {
  private final boolean lost;

  TrainingException(String message) {
    this(message, false);
  }

  TrainingException(String message, Throwable cause) {
    super(message, cause);
    lost = false;
  }

  private TrainingException(String message, boolean lost) {
    super(message);
    this.lost = lost;
  }

  /** Of a run that can't be gone on with here, whatever is done. */
  static TrainingException ofLost(String message) {
    return new TrainingException(message, true);
  }

  /**
   * Whether the run can only be begun anew: every checkpoint is damaged, or of other code. By no
   * other failure is a run lost.
   */
  public boolean lost() {
    return lost;
  }

  /** Whether the loss grew beyond all bounds: the recipe's fault, and not the machine's. */
  public boolean diverged() {
    return getCause() instanceof Diverged;
  }
}
