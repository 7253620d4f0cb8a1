package sevennets.kernels.nd4j;

import org.nd4j.linalg.api.ndarray.INDArray;
import sevennets.kernels.Kernel;
import sevennets.kernels.Pass;

/** Flattening by libnd4j's copies. */
final class Nd4jFlattenChw implements Kernel<INDArray> {

  @Override
  public INDArray forward(INDArray[] inputs, Pass<INDArray> pass) {
    INDArray x = inputs[0];
    INDArray output = pass.activation(x.size(0), x.length() / x.size(0));
    output.reshape('c', x.size(0), x.size(3), x.size(1), x.size(2)).assign(x.permute(0, 3, 1, 2));
    return output;
  }

  @Override
  public INDArray[] backward(
      INDArray[] inputs, INDArray output, INDArray outputGradient, Pass<INDArray> pass) {
    INDArray x = inputs[0];
    INDArray byChannel = outputGradient.reshape('c', x.size(0), x.size(3), x.size(1), x.size(2));
    return new INDArray[] {pass.gradient(x.shape()).assign(byChannel.permute(0, 2, 3, 1))};
  }
}
