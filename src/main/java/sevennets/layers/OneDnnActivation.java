package sevennets.layers;

import org.nd4j.linalg.api.ndarray.INDArray;

/** {@link Activation} by oneDNN. */
final class OneDnnActivation implements Kernel {
  private final Elementwise function;
  private final boolean invertible;

  OneDnnActivation(Fn fn) {
    function = new Elementwise(fn);
    invertible = fn.invertible();
  }

  @Override
  public INDArray forward(INDArray[] inputs, Pass pass) {
    INDArray output = pass.activation(inputs[0].shape());
    function.forward(OneDnn.dense(inputs[0]), output);
    return output;
  }

  @Override
  public INDArray[] backward(
      INDArray[] inputs, INDArray output, INDArray outputGradient, Pass pass) {
    INDArray gradient = pass.gradient(inputs[0].shape());
    function.backward(
        invertible ? output : OneDnn.dense(inputs[0]), OneDnn.dense(outputGradient), gradient);
    return new INDArray[] {gradient};
  }
}
