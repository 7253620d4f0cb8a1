package sevennets.kernels;

/**
 * What becomes of the tokens of a sequence, place by place of their numbers.
 *
 * <pre>{@code
 * Kernel<INDArray> mean = new Nd4jTokenPool(TokenKind.MEAN);  // N x L x C to N x C
 * }</pre>
 */
public enum TokenKind {
  /** Their mean. */
  MEAN,
  /** Their sum. */
  SUM,
  /** The first token alone. */
  FIRST
}
