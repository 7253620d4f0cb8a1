package sevennets.bench;

import java.util.Locale;

/**
 * What is timed.
 *
 * <pre>{@code
 * Workload inference = Workload.of(Models.get("resnet50"), 1, Mode.INFERENCE);
 * }</pre>
 */
public enum Mode {
  /**
   * Forward pass, cross-entropy, backward pass, momentum with weight decay, and reading the loss.
   */
  TRAINING,
  /**
   * Forward pass to the probabilities, with batch norms folded into convolutions on every side that
   * can.
   */
  INFERENCE;

  /** As it is typed and printed. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
