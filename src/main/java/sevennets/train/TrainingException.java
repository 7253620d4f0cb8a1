package sevennets.train;

/**
 * Training cannot go on. The message says what happened, where, what is kept, and what to change.
 */
public final class TrainingException extends RuntimeException {
  TrainingException(String message) {
    super(message);
  }

  TrainingException(String message, Throwable cause) {
    super(message, cause);
  }

  /** Whether the loss grew beyond all bounds: the recipe's fault, and not the machine's. */
  public boolean diverged() {
    return getCause() instanceof Diverged;
  }
}
