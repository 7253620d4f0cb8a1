package sevennets.kernels.nd4j;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import sevennets.kernels.Kernel;
import sevennets.kernels.Pass;

/** Self-attention by libnd4j's matrix products. */
final class Nd4jSelfAttention implements Kernel<INDArray> {
  private final int heads;
  private INDArray weights;

  Nd4jSelfAttention(int heads) {
    this.heads = heads;
  }

  @Override
  public INDArray forward(INDArray[] inputs, Pass<INDArray> pass) {
    Heads parts = Heads.of(inputs[0], heads);
    INDArray found = parts.weights();
    weights = Kept.copyOf(
        found.reshape('c', parts.queries().size(0), found.size(2), found.size(3)), weights);
    INDArray output = pass.activation(inputs[0].size(0), inputs[0].size(1), inputs[0].size(2) / 3);
    return output.assign(Heads.join(Nd4j.matmul(weights, parts.values()), heads));
  }

  @Override
  public INDArray[] backward(
      INDArray[] inputs, INDArray output, INDArray outputGradient, Pass<INDArray> pass) {
    Heads parts = Heads.of(inputs[0], heads);
    INDArray dOutput = Heads.cut(outputGradient, heads);
    INDArray dValues = Nd4j.matmul(weights, dOutput, true, false, false);
    INDArray dScores = throughSoftmax(Nd4j.matmul(dOutput, parts.values(), false, true, false))
        .muli(parts.scale());
    INDArray dx = pass.gradient(inputs[0].shape());
    Heads.part(dx, 0).assign(Heads.join(Nd4j.matmul(dScores, parts.keys()), heads));
    Heads.part(dx, 1)
        .assign(Heads.join(Nd4j.matmul(dScores, parts.queries(), true, false, false), heads));
    Heads.part(dx, 2).assign(Heads.join(dValues, heads));
    return new INDArray[] {dx};
  }

  private INDArray throughSoftmax(INDArray dWeights) {
    INDArray p = Rows.of(weights);
    INDArray dp = Rows.of(dWeights);
    return dp.subColumnVector(dp.mul(p).sum(true, 1)).muli(p).reshape('c', weights.shape());
  }
}
