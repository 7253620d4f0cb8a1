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
