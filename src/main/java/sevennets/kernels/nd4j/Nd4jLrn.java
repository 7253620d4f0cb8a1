package sevennets.kernels.nd4j;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.ops.transforms.Transforms;
import sevennets.kernels.Kernel;
import sevennets.kernels.Pass;

/** Local response normalisation by libnd4j's elementwise operations. */
final class Nd4jLrn implements Kernel<INDArray> {
  private final int reach;
  private final double k;
  private final double alpha;
  private final double beta;

  Nd4jLrn(int n, double k, double alpha, double beta) {
    reach = n / 2;
    this.k = k;
    this.alpha = alpha;
    this.beta = beta;
  }

  @Override
  public INDArray forward(INDArray[] inputs, Pass<INDArray> pass) {
    INDArray x = inputs[0];
    INDArray output = pass.activation(x.shape());
    return output.assign(Transforms.pow(base(x), -beta, false)).muli(x);
  }

  @Override
  public INDArray[] backward(
      INDArray[] inputs, INDArray output, INDArray outputGradient, Pass<INDArray> pass) {
    INDArray x = inputs[0];
    INDArray base = base(x);
    INDArray dx = pass.gradient(x.shape());
    dx.assign(Transforms.pow(base, -beta, true)).muli(outputGradient);
    INDArray byNeighbours =
        overNeighbours(outputGradient.mul(output).divi(base)).muli(x).muli(2 * alpha * beta);
    return new INDArray[] {dx.subi(byNeighbours)};
  }

  private INDArray base(INDArray x) {
    return overNeighbours(x.mul(x)).muli(alpha).addi(k);
  }

  /** The sum over each channel and its neighbours. */
  private INDArray overNeighbours(INDArray images) {
    INDArray values = Rows.of(images);
    INDArray sum = values.dup('c');
    long channels = values.columns();
    for (int shift = 1; shift <= Math.min(reach, channels - 1); shift++) {
      columns(sum, 0, channels - shift).addi(columns(values, shift, channels));
      columns(sum, shift, channels).addi(columns(values, 0, channels - shift));
    }
    return sum.reshape('c', images.shape());
  }

  private static INDArray columns(INDArray matrix, long from, long to) {
    return matrix.get(NDArrayIndex.all(), NDArrayIndex.interval(from, to));
  }
}
