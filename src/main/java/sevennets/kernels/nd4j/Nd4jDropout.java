package sevennets.kernels.nd4j;

import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.random.impl.BernoulliDistribution;
import org.nd4j.linalg.factory.Nd4j;
import sevennets.kernels.Kernel;
import sevennets.kernels.Pass;

/**
 * Dropout (number by number) and stochastic depth (example by example), drawn from ND4J's
 * generator.
 */
final class Nd4jDropout implements Kernel<INDArray> {
  private final double p;
  private final boolean wholeExamples;
  private INDArray scale;

  Nd4jDropout(double p, boolean wholeExamples) {
    this.p = p;
    this.wholeExamples = wholeExamples;
  }

  @Override
  public INDArray forward(INDArray[] inputs, Pass<INDArray> pass) {
    INDArray x = inputs[0];
    if (pass.training()) {
      scale = Kept.array(scale, x.dataType(), wholeExamples ? oneAnExample(x) : x.shape());
      Nd4j.getExecutioner().exec(new BernoulliDistribution(scale, 1 - p));
      scale.divi(1 - p);
    }
    return scaled(x, pass.activation(x.shape()), pass);
  }

  @Override
  public INDArray[] backward(
      INDArray[] inputs, INDArray output, INDArray outputGradient, Pass<INDArray> pass) {
    return new INDArray[] {scaled(outputGradient, pass.gradient(outputGradient.shape()), pass)};
  }

  private INDArray scaled(INDArray from, INDArray to, Pass<INDArray> pass) {
    if (!pass.training()) {
      return to.assign(from);
    }
    return wholeExamples ? from.mul(scale, to) : to.assign(from).muli(scale);
  }

  private static long[] oneAnExample(INDArray x) {
    long[] shape = new long[x.rank()];
    Arrays.fill(shape, 1);
    shape[0] = x.size(0);
    return shape;
  }
}
