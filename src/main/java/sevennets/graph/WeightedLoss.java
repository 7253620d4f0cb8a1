package sevennets.graph;

import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/** A loss times a weight; one activation belongs to it. */
abstract class WeightedLoss implements ILossFunction {
  @JsonProperty
  private double weight;

  /** For reading one from a file. */
  WeightedLoss() {}

  WeightedLoss(double weight) {
    this.weight = weight;
  }

  public double weight() {
    return weight;
  }

  /** Each example's loss before the weight, {@code N x 1}: a new array. */
  abstract INDArray losses(INDArray labels, INDArray values);

  /** What they have for a gradient, of the values' shape: a new array. */
  abstract INDArray gradient(INDArray labels, INDArray values);

  /** @throws IllegalArgumentException unless this loss can be computed of them */
  abstract void require(INDArray labels, INDArray values, IActivation activation);

  @Override
  public double computeScore(
      INDArray labels, INDArray values, IActivation activation, INDArray mask, boolean average) {
    double sum = computeScoreArray(labels, values, activation, mask).sumNumber().doubleValue();
    return average ? sum / values.size(0) : sum;
  }

  /** Each example's loss, {@code N x 1}. */
  @Override
  public INDArray computeScoreArray(
      INDArray labels, INDArray values, IActivation activation, INDArray mask) {
    require(labels, values, activation);
    return masked(losses(labels, values).muli(weight), mask);
  }

  @Override
  public INDArray computeGradient(
      INDArray labels, INDArray values, IActivation activation, INDArray mask) {
    require(labels, values, activation);
    return masked(gradient(labels, values).muli(weight), mask);
  }

  private static INDArray masked(INDArray values, INDArray mask) {
    return mask == null ? values : values.muliColumnVector(mask.castTo(values.dataType()));
  }

  @Override
  public Pair<Double, INDArray> computeGradientAndScore(
      INDArray labels, INDArray values, IActivation activation, INDArray mask, boolean average) {
    return new Pair<>(
        computeScore(labels, values, activation, mask, average),
        computeGradient(labels, values, activation, mask));
  }

  @Override
  public String name() {
    return toString();
  }

  @Override
  public String toString() {
    return getClass().getSimpleName() + "(" + weight + ")";
  }

  @Override
  public boolean equals(Object other) {
    return other != null
        && other.getClass() == getClass()
        && ((WeightedLoss) other).weight == weight;
  }

  @Override
  public int hashCode() {
    return 31 * getClass().getName().hashCode() + Double.hashCode(weight);
  }
}
