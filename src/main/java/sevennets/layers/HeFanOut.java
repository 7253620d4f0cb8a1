package sevennets.layers;

import org.deeplearning4j.nn.weights.IWeightInit;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Normal weights of variance {@code 2 / fanOut}, which keeps the backward signal's variance through
 * rectifiers. He et al. 2015, arXiv:1502.01852, equation 14; torchvision's
 * {@code kaiming_normal_(mode='fan_out')}.
 */
public final class HeFanOut implements IWeightInit {

  @Override
  public INDArray init(double fanIn, double fanOut, long[] shape, char order, INDArray flat) {
    Nd4j.randn(flat).muli(Math.sqrt(2 / fanOut));
    return flat.reshape(order, shape);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof HeFanOut;
  }

  @Override
  public int hashCode() {
    return HeFanOut.class.hashCode();
  }
}
