package sevennets.layers;

import java.util.Arrays;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.ops.transforms.Transforms;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Cross-entropy of a softmax, in nats, computed from the logits {@code N x classes} so that it neither overflows nor
 * clips; times {@code weight}, which an auxiliary head takes from its paper. Labels {@code N x classes} are
 * probabilities: one-hot, smoothed or mixed.
 */
public final class SoftmaxCrossEntropy implements ILossFunction {
  @JsonProperty private double weight;

  private SoftmaxCrossEntropy() {}

  public SoftmaxCrossEntropy(double weight) {
    this.weight = weight;
  }

  @Override
  public double computeScore(INDArray labels, INDArray logits, IActivation softmax, INDArray mask, boolean average) {
    double sum = computeScoreArray(labels, logits, softmax, mask).sumNumber().doubleValue();
    return average ? sum / labels.size(0) : sum;
  }

  /** Each example's loss, {@code N x 1}. */
  @Override
  public INDArray computeScoreArray(INDArray labels, INDArray logits, IActivation softmax, INDArray mask) {
    require(labels, logits, softmax);
    INDArray logProbabilities = logits.subColumnVector(logits.max(true, 1));
    logProbabilities.subiColumnVector(Transforms.log(Transforms.exp(logProbabilities, true).sum(true, 1), false));
    INDArray score = logProbabilities.muli(labels.castTo(logits.dataType())).sum(true, 1).muli(-weight);
    return mask == null ? score : score.muliColumnVector(mask.castTo(score.dataType()));
  }

  @Override
  public INDArray computeGradient(INDArray labels, INDArray logits, IActivation softmax, INDArray mask) {
    require(labels, logits, softmax);
    INDArray target = labels.castTo(logits.dataType());
    INDArray gradient = Transforms.exp(logits.subColumnVector(logits.max(true, 1)), false);
    gradient.muliColumnVector(target.sum(true, 1).divi(gradient.sum(true, 1))).subi(target).muli(weight);
    return mask == null ? gradient : gradient.muliColumnVector(mask.castTo(gradient.dataType()));
  }

  @Override
  public Pair<Double, INDArray> computeGradientAndScore(INDArray labels, INDArray logits, IActivation softmax,
      INDArray mask, boolean average) {
    return new Pair<>(computeScore(labels, logits, softmax, mask, average),
        computeGradient(labels, logits, softmax, mask));
  }

  private static void require(INDArray labels, INDArray logits, IActivation softmax) {
    if (!labels.equalShapes(logits)) {
      throw new IllegalArgumentException("labels and logits must have one shape; received %s and %s"
          .formatted(Arrays.toString(labels.shape()), Arrays.toString(logits.shape())));
    }
    if (!(softmax instanceof ActivationSoftmax)) {
      throw new IllegalArgumentException(
          "SoftmaxCrossEntropy belongs to the softmax activation; received " + softmax);
    }
  }

  @Override
  public String name() {
    return toString();
  }

  @Override
  public String toString() {
    return "SoftmaxCrossEntropy(" + weight + ")";
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SoftmaxCrossEntropy loss && loss.weight == weight;
  }

  @Override
  public int hashCode() {
    return Double.hashCode(weight);
  }
}
