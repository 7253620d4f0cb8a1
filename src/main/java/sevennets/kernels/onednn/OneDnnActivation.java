package sevennets.kernels.onednn;

import org.nd4j.linalg.api.ndarray.INDArray;
import sevennets.kernels.Fn;
import sevennets.kernels.Kernel;
import sevennets.kernels.Pass;
import sevennets.kernels.nd4j.Rows;

/** A function of each number by oneDNN. */
final class OneDnnActivation implements Kernel<INDArray> {
  private final Elementwise function;
  private final boolean invertible;

  OneDnnActivation(Fn fn) {
    function = new Elementwise(fn);
    invertible = fn.invertible();
  }

  @Override
  public INDArray forward(INDArray[] inputs, Pass<INDArray> pass) {
    INDArray output = pass.activation(inputs[0].shape());
    function.forward(Rows.dense(inputs[0]), output);
    return output;
  }

  @Override
  public INDArray[] backward(
      INDArray[] inputs, INDArray output, INDArray outputGradient, Pass<INDArray> pass) {
    INDArray gradient = pass.gradient(inputs[0].shape());
    function.backward(
        invertible ? output : Rows.dense(inputs[0]), Rows.dense(outputGradient), gradient);
    return new INDArray[] {gradient};
  }
}
