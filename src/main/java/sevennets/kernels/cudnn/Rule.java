package sevennets.kernels.cudnn;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * How gradients move weights on a card: what {@code train}'s optimizer and regularisation say, in
 * numbers.
 *
 * <pre>{@code
 * Rule sgd = new Rule(Rule.Kind.SGD, 0.9, 0, 0, 5e-4, Set.of("conv1_W"), 0, 0);
 * }</pre>
 *
 * @param kind which of the kernels in sevennets.cu
 * @param momentum of SGD and RMSProp; Adam's first decay
 * @param forget of RMSProp's mean square; Adam's second decay
 * @param decay the multiple of a weight that is added to its gradient
 * @param decayed keys of the parameters that decay
 * @param clip the gradient's greatest norm; 0 for no limit
 * @param average how much of the moving average each step keeps; 0 for no average
 */
public record Rule(
    Kind kind,
    double momentum,
    double forget,
    double epsilon,
    double decay,
    Set<String> decayed,
    double clip,
    double average) {

  /** The optimizers, by the kernels in sevennets.cu that move weights. */
  public enum Kind {
    SGD,
    NESTEROV,
    RMSPROP,
    ADAM
  }

  static final String AVERAGE = "average";

  static Rule nesterov(double momentum, double decay, Set<String> decayed) {
    return new Rule(Kind.NESTEROV, momentum, 0, 0, decay, decayed, 0, 0);
  }

  /**
   * The vectors it remembers, by the host's names, in the kernels' order, with what they start
   * from.
   */
  Map<String, Float> memory() {
    Map<String, Float> memory = new LinkedHashMap<>();
    switch (kind) {
      case SGD, NESTEROV -> {
        if (momentum > 0) {
          memory.put("velocity", 0f);
        }
      }
      case RMSPROP -> {
        memory.put("meanSquare", 1f);
        memory.put("velocity", 0f);
      }
      case ADAM -> {
        memory.put("mean", 0f);
        memory.put("square", 0f);
      }
    }
    return memory;
  }

  /**
   * What the average keeps in the step after so many: less at first, or it would keep the random
   * start.
   */
  double kept(long steps) {
    return Math.min(average, (1.0 + steps) / (10.0 + steps));
  }
}
