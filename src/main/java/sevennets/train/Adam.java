package sevennets.train;

import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

/** {@link Optimizer#adam}. */
record Adam(double meanDecay, double squareDecay, double epsilon) implements Optimizer {
  private static final String MEAN = "mean";
  private static final String SQUARE = "square";
  /**
   * The square's decay to the power of the steps done, in every place: what is remembered is as
   * long as the weights.
   */
  private static final String POWER = "power";

  Adam {
    if (!(meanDecay >= 0 && meanDecay < 1 && squareDecay > 0 && squareDecay < 1 && epsilon > 0)) {
      throw new IllegalArgumentException(
          "Adam's decays must be below 1, the second above 0, and its epsilon above 0; received %s, %s and %s"
              .formatted(meanDecay, squareDecay, epsilon));
    }
  }

  @Override
  public Map<String, Double> memory() {
    return Map.of(MEAN, 0.0, SQUARE, 0.0, POWER, 1.0);
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
    INDArray mean = memory.get(MEAN);
    INDArray square = memory.get(SQUARE);
    INDArray power = memory.get(POWER);
    Flat.scale(power, squareDecay);
    Flat.scale(mean, meanDecay);
    Flat.add(mean, 1 - meanDecay, gradient);
    Flat.scale(square, squareDecay);
    Flat.add(square, 1 - squareDecay, room.assign(gradient).muli(gradient));
    double steps = Math.rint(Math.log(power.getDouble(0)) / Math.log(squareDecay));
    double meanBias = 1 - Math.pow(meanDecay, steps);
    double squareBias = 1 - Math.pow(squareDecay, steps);
    Transforms.sqrt(room.assign(square).divi(squareBias), false).addi(epsilon);
    Flat.add(weights, -learningRate / meanBias, gradient.assign(mean).divi(room));
  }
}
