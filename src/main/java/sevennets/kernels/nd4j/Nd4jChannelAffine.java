package sevennets.kernels.nd4j;

import org.nd4j.linalg.api.ndarray.INDArray;
import sevennets.kernels.Kernel;
import sevennets.kernels.Keys;
import sevennets.kernels.Pass;

/**
 * A factor and a summand for each channel by libnd4j's operations.
 *
 * <pre>{@code
 * Kernel<INDArray> affine = new Nd4jChannelAffine();  // LeNet-5's subsampling: factor * x + summand
 * }</pre>
 */
public final class Nd4jChannelAffine implements Kernel<INDArray> {

  @Override
  public INDArray forward(INDArray[] inputs, Pass<INDArray> pass) {
    INDArray output = pass.activation(inputs[0].shape()).assign(inputs[0]);
    Rows.of(output)
        .muliRowVector(pass.parameter(Keys.GAMMA))
        .addiRowVector(pass.parameter(Keys.BETA));
    return output;
  }

  @Override
  public INDArray[] backward(
      INDArray[] inputs, INDArray output, INDArray outputGradient, Pass<INDArray> pass) {
    INDArray dx = pass.gradient(inputs[0].shape()).assign(outputGradient);
    INDArray rows = Rows.of(dx);
    pass.parameterGradient(Keys.BETA).assign(rows.sum(true, 0));
    pass.parameterGradient(Keys.GAMMA).assign(rows.mul(Rows.of(inputs[0])).sum(true, 0));
    rows.muliRowVector(pass.parameter(Keys.GAMMA));
    return new INDArray[] {dx};
  }
}
