package sevennets.train;

/**
 * What computes the steps has failed: a graphics card is out of memory, or its driver gives up. The
 * message says what, and how to go on; the {@link Trainer}, who knows where in the run it was,
 * makes a sentence of it.
 */
final class StepFailed extends RuntimeException {
  StepFailed(String what, Throwable cause) {
    super(what, cause);
  }
}
