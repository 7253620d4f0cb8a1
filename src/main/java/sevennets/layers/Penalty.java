package sevennets.layers;

import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/** A loss that is computed already, {@code N x 1}, times {@code weight}; labels are not looked at. */
public final class Penalty implements ILossFunction {
  @JsonProperty private double weight;

  private Penalty() {}

  public Penalty(double weight) {
    this.weight = weight;
  }

  @Override
  public double computeScore(INDArray labels, INDArray values, IActivation identity, INDArray mask, boolean average) {
    double sum = computeScoreArray(labels, values, identity, mask).sumNumber().doubleValue();
    return average ? sum / values.size(0) : sum;
  }

  @Override
  public INDArray computeScoreArray(INDArray labels, INDArray values, IActivation identity, INDArray mask) {
    requireIdentity(identity);
    return masked(values.mul(weight), mask);
  }

  @Override
  public INDArray computeGradient(INDArray labels, INDArray values, IActivation identity, INDArray mask) {
    requireIdentity(identity);
    return masked(values.ulike().assign(weight), mask);
  }

  private static INDArray masked(INDArray values, INDArray mask) {
    return mask == null ? values : values.muliColumnVector(mask.castTo(values.dataType()));
  }

  private static void requireIdentity(IActivation activation) {
    if (!(activation instanceof ActivationIdentity)) {
      throw new IllegalArgumentException("Penalty belongs to the identity activation; received " + activation);
    }
  }

  @Override
  public Pair<Double, INDArray> computeGradientAndScore(INDArray labels, INDArray values, IActivation identity,
      INDArray mask, boolean average) {
    return new Pair<>(computeScore(labels, values, identity, mask, average), computeGradient(labels, values, identity, mask));
  }

  @Override
  public String name() {
    return toString();
  }

  @Override
  public String toString() {
    return "Penalty(" + weight + ")";
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Penalty penalty && penalty.weight == weight;
  }

  @Override
  public int hashCode() {
    return Double.hashCode(weight);
  }
}
