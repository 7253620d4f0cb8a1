package sevennets.graph;

import java.util.Arrays;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * Cross-entropy of a softmax, in nats, computed from the logits {@code N x classes} so that it
 * neither overflows nor clips; times {@code weight}, which an auxiliary head takes from its paper.
 * Labels {@code N x classes} are probabilities: one-hot, smoothed or mixed; a row of zeros costs
 * nothing.
 *
 * <pre>{@code
 * double weight = new SoftmaxCrossEntropy(0.3).weight();  // GoogLeNet's auxiliary heads count 0.3
 * }</pre>
 */
public final class SoftmaxCrossEntropy extends WeightedLoss {

  private SoftmaxCrossEntropy() {}

  public SoftmaxCrossEntropy(double weight) {
    super(weight);
  }

  @Override
  INDArray losses(INDArray labels, INDArray logits) {
    INDArray logProbabilities = logits.subColumnVector(logits.max(true, 1));
    logProbabilities.subiColumnVector(
        Transforms.log(Transforms.exp(logProbabilities, true).sum(true, 1), false));
    return logProbabilities.muli(labels.castTo(logits.dataType())).sum(true, 1).negi();
  }

  @Override
  INDArray gradient(INDArray labels, INDArray logits) {
    INDArray target = labels.castTo(logits.dataType());
    INDArray gradient = Transforms.exp(logits.subColumnVector(logits.max(true, 1)), false);
    return gradient
        .muliColumnVector(target.sum(true, 1).divi(gradient.sum(true, 1)))
        .subi(target);
  }

  @Override
  void require(INDArray labels, INDArray logits, IActivation softmax) {
    if (!labels.equalShapes(logits)) {
      throw new IllegalArgumentException("labels and logits must have one shape; received %s and %s"
          .formatted(Arrays.toString(labels.shape()), Arrays.toString(logits.shape())));
    }
    if (!(softmax instanceof ActivationSoftmax)) {
      throw new IllegalArgumentException(
          "SoftmaxCrossEntropy belongs to the softmax activation; received " + softmax);
    }
  }
}
