package sevennets.graph;

import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A loss that is computed already, {@code N x 1}, times {@code weight}; labels are not looked at.
 *
 * <pre>{@code
 * graph.penalty("reconstruction", x, 0.1);  // the graph makes the loss; its weight is 0.1
 * }</pre>
 */
public final class PenaltyLoss extends WeightedLoss {

  private PenaltyLoss() {}

  public PenaltyLoss(double weight) {
    super(weight);
  }

  @Override
  INDArray losses(INDArray labels, INDArray values) {
    return values.dup();
  }

  @Override
  INDArray gradient(INDArray labels, INDArray values) {
    return values.ulike().assign(1);
  }

  @Override
  void require(INDArray labels, INDArray values, IActivation activation) {
    if (!(activation instanceof ActivationIdentity)) {
      throw new IllegalArgumentException(
          "A penalty belongs to the identity activation; received " + activation);
    }
  }
}
