package sevennets.kernels.nd4j;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.factory.Nd4j;
import sevennets.kernels.Kernel;
import sevennets.kernels.Pass;
import sevennets.kernels.Window;

/** Max pooling by libnd4j's operations. */
final class Nd4jMaxPool implements Kernel<INDArray> {
  private final Window window;

  Nd4jMaxPool(Window window) {
    this.window = window;
  }

  @Override
  public INDArray forward(INDArray[] inputs, Pass<INDArray> pass) {
    INDArray output = pass.activation(window.outputShape(inputs[0].shape(), inputs[0].size(3)));
    Nd4j.exec(DynamicCustomOp.builder("maxpool2d")
        .addInputs(framed(inputs[0]))
        .addOutputs(output)
        .addIntegerArguments(Padding.poolArguments(window))
        .build());
    return output;
  }

  @Override
  public INDArray[] backward(
      INDArray[] inputs, INDArray output, INDArray outputGradient, Pass<INDArray> pass) {
    INDArray framed = framed(inputs[0]);
    INDArray framedGradient = framed.ulike();
    Nd4j.exec(DynamicCustomOp.builder("maxpool2d_bp")
        .addInputs(framed, outputGradient)
        .addOutputs(framedGradient)
        .addIntegerArguments(Padding.poolArguments(window))
        .build());
    INDArray dx = pass.gradient(inputs[0].shape());
    dx.assign(Padding.inside(framedGradient, inputs[0].shape(), window));
    return new INDArray[] {dx};
  }

  private INDArray framed(INDArray images) {
    return Padding.around(images, window, -Float.MAX_VALUE);
  }
}
