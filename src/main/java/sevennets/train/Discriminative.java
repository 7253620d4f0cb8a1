package sevennets.train;

import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/** {@link Optimizer#discriminative}. */
record Discriminative(Optimizer rule, double first) implements Optimizer {

  Discriminative {
    if (!(first > 0 && first <= 1)) {
      throw new IllegalArgumentException(
          "the first layer's share of the learning rate must be above 0 and at most 1; received %s"
              .formatted(first));
    }
  }

  @Override
  public double share(double depth) {
    return Math.pow(first, 1 - depth);
  }

  @Override
  public Map<String, Double> memory() {
    return rule.memory();
  }

  @Override
  public boolean needsRoom() {
    return rule.needsRoom();
  }

  @Override
  public void step(
      INDArray weights,
      INDArray gradient,
      Map<String, INDArray> memory,
      INDArray room,
      double learningRate) {
    rule.step(weights, gradient, memory, room, learningRate);
  }
}
