package sevennets.train;

import java.util.Set;

/**
 * Which parameters weight decay pulls towards 0. The recipes differ in it.
 *
 * <pre>{@code
 * Regularisation weights = Regularisation.weightDecay(5e-4, Decay.WEIGHTS);  // no bias, no batch norm
 * }</pre>
 */
public enum Decay {
  /**
   * Weights of convolutions and dense layers, and what is learnt in their stead: a Vision
   * Transformer's class token and positions. No bias, and nothing of a norm.
   */
  WEIGHTS("W"),
  /** Weights and biases, but nothing of batch norm. */
  WEIGHTS_AND_BIASES("W", "b"),
  /** Every learnt parameter, batch norm's scale and shift too. */
  ALL("W", "b", "gamma", "beta");

  private final Set<String> keys;

  Decay(String... keys) {
    this.keys = Set.of(keys);
  }

  /** Whether a parameter of this key is decayed. */
  boolean includes(String key) {
    return keys.contains(key);
  }
}
