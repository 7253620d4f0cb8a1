package sevennets.kernels.nd4j;

import org.nd4j.linalg.api.ndarray.INDArray;
import sevennets.kernels.Kernel;
import sevennets.kernels.Pass;
import sevennets.kernels.TokenKind;

/**
 * Pooling of tokens by libnd4j's operations.
 *
 * <pre>{@code
 * Kernel<INDArray> first = new Nd4jTokenPool(TokenKind.FIRST);  // the class token
 * }</pre>
 */
public final class Nd4jTokenPool implements Kernel<INDArray> {
  private final TokenKind kind;

  public Nd4jTokenPool(TokenKind kind) {
    this.kind = kind;
  }

  @Override
  public INDArray forward(INDArray[] inputs, Pass<INDArray> pass) {
    INDArray x = inputs[0];
    INDArray output = pass.activation(x.size(0), x.size(2));
    return output.assign(
        switch (kind) {
          case MEAN -> x.mean(1);
          case SUM -> x.sum(1);
          case FIRST -> Nd4jStackTokens.token(x, 0);
        });
  }

  @Override
  public INDArray[] backward(
      INDArray[] inputs, INDArray output, INDArray outputGradient, Pass<INDArray> pass) {
    INDArray dx = pass.gradient(inputs[0].shape());
    if (kind == TokenKind.FIRST) {
      dx.assign(0);
      Nd4jStackTokens.token(dx, 0).assign(outputGradient);
      return new INDArray[] {dx};
    }
    INDArray each = kind == TokenKind.MEAN ? outputGradient.div(dx.size(1)) : outputGradient;
    for (long place = 0; place < dx.size(1); place++) {
      Nd4jStackTokens.token(dx, place).assign(each);
    }
    return new INDArray[] {dx};
  }
}
