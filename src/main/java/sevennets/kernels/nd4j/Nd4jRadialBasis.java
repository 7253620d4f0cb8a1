package sevennets.kernels.nd4j;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import sevennets.kernels.Kernel;
import sevennets.kernels.Pass;

/**
 * Radial basis functions by libnd4j: centre by centre, which loses fewer digits than the square of
 * a sum multiplied out.
 *
 * <pre>{@code
 * Kernel<INDArray> distances = new Nd4jRadialBasis(new double[][] {{-1, 1}, {1, -1}});
 * }</pre>
 */
public final class Nd4jRadialBasis implements Kernel<INDArray> {
  private final double[][] centres;

  public Nd4jRadialBasis(double[][] centres) {
    this.centres = centres;
  }

  @Override
  public INDArray forward(INDArray[] inputs, Pass<INDArray> pass) {
    INDArray output = pass.activation(inputs[0].size(0), centres.length);
    for (int i = 0; i < centres.length; i++) {
      INDArray from = from(inputs[0], i);
      output.getColumn(i, true).assign(from.muli(from).sum(true, 1).negi());
    }
    return output;
  }

  @Override
  public INDArray[] backward(
      INDArray[] inputs, INDArray output, INDArray outputGradient, Pass<INDArray> pass) {
    INDArray dx = pass.gradient(inputs[0].shape()).assign(0);
    for (int i = 0; i < centres.length; i++) {
      dx.addi(
          from(inputs[0], i).muliColumnVector(outputGradient.getColumn(i, true).mul(-2)));
    }
    return new INDArray[] {dx};
  }

  private INDArray from(INDArray x, int centre) {
    return x.subRowVector(Nd4j.create(new double[][] {centres[centre]}).castTo(x.dataType()));
  }
}
