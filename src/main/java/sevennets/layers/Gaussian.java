package sevennets.layers;

import org.deeplearning4j.nn.weights.IWeightInit;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/** Normal weights of mean 0 and a given deviation. */
public final class Gaussian implements IWeightInit {
  @JsonProperty
  private double deviation;

  private Gaussian() {}

  public Gaussian(double deviation) {
    this.deviation = deviation;
  }

  @Override
  public INDArray init(double fanIn, double fanOut, long[] shape, char order, INDArray flat) {
    Nd4j.randn(flat).muli(deviation);
    return flat.reshape(order, shape);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Gaussian gaussian && gaussian.deviation == deviation;
  }

  @Override
  public int hashCode() {
    return Double.hashCode(deviation);
  }
}
