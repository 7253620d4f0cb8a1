package sevennets.kernels.nd4j;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;
import sevennets.kernels.Kernel;
import sevennets.kernels.Keys;
import sevennets.kernels.Pass;

/** Layer norm by libnd4j's operations. */
final class Nd4jLayerNorm implements Kernel<INDArray> {
  private final double eps;

  Nd4jLayerNorm(double eps) {
    this.eps = eps;
  }

  @Override
  public INDArray forward(INDArray[] inputs, Pass<INDArray> pass) {
    INDArray output = pass.activation(inputs[0].shape());
    INDArray centred = centred(Rows.of(inputs[0]));
    Rows.of(output)
        .assign(centred.diviColumnVector(deviation(centred)))
        .muliRowVector(pass.parameter(Keys.GAMMA))
        .addiRowVector(pass.parameter(Keys.BETA));
    return output;
  }

  private static INDArray centred(INDArray x) {
    return x.subColumnVector(x.mean(true, 1));
  }

  private INDArray deviation(INDArray centred) {
    return Transforms.sqrt(centred.mul(centred).mean(true, 1).addi(eps), false);
  }

  /** Through the mean and the variance, which depend on the input too. */
  @Override
  public INDArray[] backward(
      INDArray[] inputs, INDArray output, INDArray outputGradient, Pass<INDArray> pass) {
    INDArray dy = Rows.of(Rows.dense(outputGradient));
    INDArray centred = centred(Rows.of(inputs[0]));
    INDArray deviation = deviation(centred);
    INDArray normalised = centred.diviColumnVector(deviation);
    pass.parameterGradient(Keys.GAMMA).assign(dy.mul(normalised).sum(true, 0));
    pass.parameterGradient(Keys.BETA).assign(dy.sum(true, 0));
    INDArray g = dy.mulRowVector(pass.parameter(Keys.GAMMA));
    INDArray along = g.mul(normalised).mean(true, 1);
    INDArray dx = pass.gradient(inputs[0].shape());
    Rows.of(dx)
        .assign(g.subColumnVector(g.mean(true, 1))
            .subi(normalised.muliColumnVector(along))
            .diviColumnVector(deviation));
    return new INDArray[] {dx};
  }
}
