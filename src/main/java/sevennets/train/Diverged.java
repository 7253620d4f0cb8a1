package sevennets.train;

import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Finds where a training step went wrong. It looks only after it did, so it may take its time. */
final class Divergence {
  /** No loss that a net recovers from is as many times that of guessing. */
  private static final double HOPELESS = 1000;

  private Divergence() {}

  /** Whether a step with this loss and this norm of the gradient must not be taken. */
  static boolean is(double loss, double gradientNorm, int classes) {
    return !Double.isFinite(gradientNorm) || !(loss < HOPELESS * Math.log(Math.max(2, classes)));
  }

  /**
   * The first thing in the step's own order that is not finite: the images, a weight, an activation on the way forward, a
   * gradient on the way back.
   *
   * @param net as it is after the backward pass, before the step
   */
  static String firstNonFinite(ComputationGraph net, INDArray images) {
    Parameters parameters = new Parameters(net);
    return Optional.of("the batch's images").filter(what -> !finite(images))
        .or(() -> firstIn(parameters, net.params(), false).map(p -> "the weights " + p))
        .or(() -> firstActivation(net, images))
        .or(() -> firstIn(parameters, net.getGradientsViewArray(), true).map(p -> "the gradient of " + p))
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

  private static Optional<Parameters.Parameter> firstIn(Parameters parameters, INDArray flat, boolean backwards) {
    INDArray vector = flat.reshape(flat.length());
    int count = parameters.all().size();
    for (int i = 0; i < count; i++) {
      Parameters.Parameter parameter = parameters.all().get(backwards ? count - 1 - i : i);
      if (!finite(vector.get(NDArrayIndex.interval(parameter.from(), parameter.to())))) {
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
