package sevennets.train;

import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * A training step that must not be taken. Where it went wrong is looked for only after it did, so
 * that may take its time. The message says what was found: the {@link Trainer}, who knows where in
 * the run it was, makes a sentence of it.
 */
final class Diverged extends RuntimeException {
  /** No loss that a net recovers from is as many times that of guessing. */
  private static final double HOPELESS = 1000;

  /** Of a net as it is after the backward pass, before the step. */
  Diverged(
      double loss,
      double gradientNorm,
      double learningRate,
      ComputationGraph net,
      INDArray images) {
    super("the loss is %.4g and the gradient's norm %.4g, at learning rate %.4g; %s"
        .formatted(loss, gradientNorm, learningRate, firstNonFinite(net, images)));
  }

  /** Whether a step with this loss and this norm of the gradient must not be taken. */
  static boolean is(double loss, double gradientNorm, int classes) {
    return !Double.isFinite(gradientNorm) || !(loss < HOPELESS * Math.log(Math.max(2, classes)));
  }

  /**
   * The first thing in the step's own order that is not finite: the images, a weight, an activation
   * on the way forward, a gradient on the way back. Batch norm's running statistics are no weights
   * here: this very step has moved them, and what they come from is what is looked for.
   */
  private static String firstNonFinite(ComputationGraph net, INDArray images) {
    Parameters parameters = new Parameters(net);
    return Optional.of("the batch's images")
        .filter(what -> !finite(images))
        .or(() -> firstIn(parameters, net.params(), false).map(p -> "the weights " + p))
        .or(() -> firstActivation(net, images))
        .or(() ->
            firstIn(parameters, net.getGradientsViewArray(), true).map(p -> "the gradient of " + p))
        .map(what -> "the first values that are not finite are those of " + what)
        .orElse("every weight, activation and gradient is still finite");
  }

  private static Optional<String> firstActivation(ComputationGraph net, INDArray images) {
    Map<String, INDArray> activations = net.feedForward(new INDArray[] {images}, true, true);
    for (int index : net.topologicalSortOrder()) {
      String vertex = net.getVertices()[index].getVertexName();
      INDArray values = activations.get(vertex);
      if (values != null && !finite(values)) {
        return Optional.of("the activations of '" + vertex + "'");
      }
    }
    return Optional.empty();
  }

  private static Optional<Parameters.Parameter> firstIn(
      Parameters parameters, INDArray flat, boolean backwards) {
    INDArray vector = flat.reshape(flat.length());
    int count = parameters.all().size();
    for (int i = 0; i < count; i++) {
      Parameters.Parameter parameter = parameters.all().get(backwards ? count - 1 - i : i);
      if (!parameter.isStatistic()
          && !finite(vector.get(NDArrayIndex.interval(parameter.from(), parameter.to())))) {
        return Optional.of(parameter);
      }
    }
    return Optional.empty();
  }

  private static boolean finite(INDArray array) {
    for (double value : array.dup().data().asDouble()) {
      if (!Double.isFinite(value)) {
        return false;
      }
    }
    return true;
  }
}
