package sevennets.train;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Everything that happens between a net's gradients and its new weights: the mean over the batch,
 * clipping, weight decay, the optimizer's step, the moving average. It works on the net's flat
 * vectors and replaces Deeplearning4j's own updaters, which have neither coupled decay as PyTorch
 * defines it, nor TensorFlow's RMSProp, nor an average.
 */
final class WeightUpdate {
  static final String AVERAGE = "average";

  /** Weights that move by the same share of the learning rate, and all that belongs to them. */
  private record Part(
      double share,
      INDArray weights,
      INDArray gradient,
      Map<String, INDArray> memory,
      INDArray room) {}

  private final Optimizer optimizer;
  private final Regularisation regularisation;
  private final INDArray weights;
  private final INDArray gradient;
  private final Map<String, INDArray> memory = new TreeMap<>();
  private final INDArray room;
  private final List<Part> parts;
  private final List<INDArray> decayedWeights;
  private final List<INDArray> decayedGradients;
  private final Statistics statistics;

  /** For a net that has been initialised; allocates the optimizer's memory. */
  WeightUpdate(ComputationGraph net, Recipe recipe) {
    if (net.getGradientsViewArray() == null) {
      net.initGradientsView();
    }
    optimizer = recipe.optimizer();
    regularisation = recipe.regularisation();
    weights = net.params();
    gradient = net.getGradientsViewArray();
    Parameters parameters = new Parameters(net);
    decayedWeights =
        parameters.views(weights, parameter -> regularisation.decay().includes(parameter.key()));
    decayedGradients =
        parameters.views(gradient, parameter -> regularisation.decay().includes(parameter.key()));
    statistics = new Statistics(net);
    optimizer.memory().forEach((name, start) -> memory.put(name, weights.like().assign(start)));
    room = optimizer.needsRoom() ? gradient.like() : null;
    parts = parts(parameters);
    if (regularisation.averageDecay() > 0) {
      memory.put(AVERAGE, weights.dup());
    }
  }

  /** One part where all layers have the same share, else one a layer, in order. */
  private List<Part> parts(Parameters parameters) {
    List<String> layers =
        parameters.all().stream().map(Parameters.Parameter::vertex).distinct().toList();
    double last = Math.max(1, layers.size() - 1);
    List<Double> shares = IntStream.range(0, layers.size())
        .mapToObj(i -> optimizer.share(layers.size() == 1 ? 1 : i / last))
        .toList();
    if (shares.stream().allMatch(share -> share == 1)) {
      return List.of(new Part(1, weights, gradient, Map.copyOf(memory), room));
    }
    return IntStream.range(0, layers.size())
        .mapToObj(i -> part(parameters, layers.get(i), shares.get(i)))
        .toList();
  }

  private Part part(Parameters parameters, String layer, double share) {
    UnaryOperator<INDArray> view = whole ->
        parameters.views(whole, parameter -> parameter.vertex().equals(layer)).get(0);
    Map<String, INDArray> remembered = new TreeMap<>();
    memory.forEach((name, vector) -> remembered.put(name, view.apply(vector)));
    return new Part(
        share,
        view.apply(weights),
        view.apply(gradient),
        remembered,
        room == null ? null : view.apply(room));
  }

  /** Turns the gradient's sum over a batch into its mean. */
  void divideBy(int batchSize) {
    statistics.takeChange();
    Flat.onOneThread(() -> Flat.scale(gradient, 1.0 / batchSize));
  }

  /** The norm of the gradient over all parameters, or something not finite if any of it is not. */
  double gradientNorm() {
    double[] norm = new double[1];
    Flat.onOneThread(() -> norm[0] = Flat.norm(gradient));
    return norm[0];
  }

  /**
   * Moves the weights by one step.
   *
   * @param gradientNorm as {@link #gradientNorm()} gave it
   * @param steps how many came before
   */
  void step(double learningRate, double gradientNorm, long steps) {
    Flat.onOneThread(() -> move(learningRate, gradientNorm, steps));
  }

  private void move(double learningRate, double gradientNorm, long steps) {
    clip(gradientNorm);
    for (int i = 0; i < decayedWeights.size() && regularisation.weightDecay() > 0; i++) {
      Flat.add(decayedGradients.get(i), regularisation.weightDecay(), decayedWeights.get(i));
    }
    for (Part part : parts) {
      optimizer.step(
          part.weights, part.gradient, part.memory, part.room, part.share * learningRate);
    }
    average(steps);
  }

  /**
   * What the optimizer remembers and the moving average, by name: with the weights, all that a step
   * changes.
   */
  Map<String, INDArray> memory() {
    return memory;
  }

  /** How many vectors as long as the weights this takes, beside weights and gradient. */
  int vectors() {
    return memory.size() + (room == null ? 0 : 1);
  }

  /**
   * Exchanges the weights with their moving average, if there is one; the next call exchanges them
   * back. In between the net is the averaged one.
   */
  void swapAverage() {
    INDArray average = memory.get(AVERAGE);
    if (average != null) {
      try (INDArray kept = weights.dup()) {
        weights.assign(average);
        average.assign(kept);
      }
    }
  }

  /** As PyTorch's clip_grad_norm_ does. */
  private void clip(double norm) {
    if (regularisation.clipNorm() > 0 && norm > regularisation.clipNorm()) {
      Flat.scale(gradient, regularisation.clipNorm() / (norm + 1e-6));
    }
  }

  /**
   * As TensorFlow's ExponentialMovingAverage with a step count: early on it forgets faster, or it
   * would keep the random start.
   */
  private void average(long steps) {
    INDArray average = memory.get(AVERAGE);
    if (average != null) {
      double decay = Math.min(regularisation.averageDecay(), (1.0 + steps) / (10.0 + steps));
      Flat.scale(average, decay);
      Flat.add(average, 1 - decay, weights);
    }
  }
}
