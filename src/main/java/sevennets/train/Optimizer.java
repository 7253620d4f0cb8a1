package sevennets.train;

import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * The rule by which gradients move weights. It works on all weights of a net at once, as one flat
 * vector.
 *
 * <p>An optimizer is a value: what it remembers between steps is kept by its caller, so that a
 * checkpoint can hold it.
 *
 * <pre>{@code
 * Recipe adam = recipe.withOptimizer(Optimizer.adam(0.9, 0.999, 1e-8)).withRate(1e-3);
 * }</pre>
 */
public interface Optimizer {

  /**
   * What this rule remembers from step to step, each as long as the weights, by name, with the
   * value it starts from.
   */
  Map<String, Double> memory();

  /**
   * Whether a step needs one more vector as long as the weights to reckon in; what is in it is
   * forgotten.
   */
  default boolean needsRoom() {
    return false;
  }

  /**
   * The share of the learning rate that a layer's weights move by.
   *
   * @param depth of the layer: 0 for the first that has weights, 1 for the last
   */
  default double share(double depth) {
    return 1;
  }

  /**
   * Moves weights by one step, in place, and takes no memory. Where layers have {@link #share}s of
   * their own, it is called for each alone.
   *
   * @param weights 1 x n
   * @param gradient 1 x n, the mean over the batch, with weight decay added; the step may overwrite
   *     it
   * @param memory the vectors of {@link #memory()}, each 1 x n; the step updates them
   * @param room 1 x n where {@link #needsRoom()}, else null
   */
  void step(
      INDArray weights,
      INDArray gradient,
      Map<String, INDArray> memory,
      INDArray room,
      double learningRate);

  /**
   * Stochastic gradient descent with momentum, as PyTorch defines it: {@code v = momentum v + g; w
   * -= rate v}.
   */
  static Optimizer momentum(double momentum) {
    return new Sgd(momentum, false);
  }

  /**
   * Nesterov's momentum, as PyTorch defines it: {@code v = momentum v + g; w -= rate (g + momentum
   * v)}.
   */
  static Optimizer nesterov(double momentum) {
    return new Sgd(momentum, true);
  }

  /**
   * RMSProp with momentum, as TensorFlow defines it, which EfficientNet was trained with; unlike
   * PyTorch's, epsilon is added inside the root, the mean square starts from 1, and momentum holds
   * the rate.
   */
  static Optimizer rmsProp(double decay, double momentum, double epsilon) {
    return new RmsProp(decay, momentum, epsilon);
  }

  /**
   * Adam, as PyTorch defines it: Kingma and Ba 2014, arXiv:1412.6980, algorithm 1. What
   * Transformers are trained with.
   *
   * @param meanDecay beta 1, of the gradient's mean; 0.9 in the paper
   * @param squareDecay beta 2, of its square's; 0.999 in the paper
   * @param epsilon added outside the root; 1e-8 in the paper
   */
  static Optimizer adam(double meanDecay, double squareDecay, double epsilon) {
    return new Adam(meanDecay, squareDecay, epsilon);
  }

  /**
   * Another rule with discriminative learning rates: earlier layers, whose pretrained features are
   * the more general, move more slowly. Howard and Ruder 2018, arXiv:1801.06146, section 3.1; there
   * each layer has the next one's rate divided by 2.6, here the rates are in geometric progression
   * whatever the number of layers, as fastai spreads a slice of rates.
   *
   * @param first the share of the learning rate that the first layer has, in (0, 1]; the last has
   *     all of it
   */
  static Optimizer discriminative(Optimizer rule, double first) {
    return new Discriminative(rule, first);
  }

  /** {@link Optimizer#momentum} and {@link Optimizer#nesterov}. */
  record Sgd(double momentum, boolean nesterov) implements Optimizer {
    private static final String VELOCITY = "velocity";

    @Override
    public Map<String, Double> memory() {
      return momentum == 0 ? Map.of() : Map.of(VELOCITY, 0.0);
    }

    @Override
    public void step(
        INDArray weights,
        INDArray gradient,
        Map<String, INDArray> memory,
        INDArray room,
        double learningRate) {
      if (momentum == 0) {
        Flat.add(weights, -learningRate, gradient);
        return;
      }
      INDArray velocity = memory.get(VELOCITY);
      Flat.scale(velocity, momentum);
      Flat.add(velocity, 1, gradient);
      if (nesterov) {
        Flat.add(weights, -learningRate, gradient);
        Flat.add(weights, -learningRate * momentum, velocity);
      } else {
        Flat.add(weights, -learningRate, velocity);
      }
    }
  }

  /** {@link Optimizer#rmsProp}. */
  record RmsProp(double decay, double momentum, double epsilon) implements Optimizer {
    private static final String MEAN_SQUARE = "meanSquare";
    private static final String VELOCITY = "velocity";

    @Override
    public Map<String, Double> memory() {
      return Map.of(MEAN_SQUARE, 1.0, VELOCITY, 0.0);
    }

    @Override
    public boolean needsRoom() {
      return true;
    }

    @Override
    public void step(
        INDArray weights,
        INDArray gradient,
        Map<String, INDArray> memory,
        INDArray room,
        double learningRate) {
      INDArray meanSquare = memory.get(MEAN_SQUARE);
      INDArray velocity = memory.get(VELOCITY);
      Flat.scale(meanSquare, decay);
      Flat.add(meanSquare, 1 - decay, room.assign(gradient).muli(gradient));
      gradient.divi(Transforms.sqrt(room.assign(meanSquare).addi(epsilon), false));
      Flat.scale(velocity, momentum);
      Flat.add(velocity, learningRate, gradient);
      Flat.add(weights, -1, velocity);
    }
  }
}
