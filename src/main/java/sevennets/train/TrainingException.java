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
  private final boolean damaged;

  TrainingException(String message) {
    this(message, false);
  }

  TrainingException(String message, Throwable cause) {
    super(message, cause);
    damaged = false;
  }

  private TrainingException(String message, boolean damaged) {
    super(message);
    this.damaged = damaged;
  }

  /** Of a run whose every checkpoint is damaged: whoever begins it anew loses nothing. */
  static TrainingException ofDamaged(String message) {
    return new TrainingException(message, true);
  }

  /** Whether every checkpoint is known to be damaged: by no other failure is a run lost. */
  public boolean damaged() {
    return damaged;
  }

  /** Whether the loss grew beyond all bounds: the recipe's fault, and not the machine's. */
  public boolean diverged() {
    return getCause() instanceof Diverged;
  }
}
