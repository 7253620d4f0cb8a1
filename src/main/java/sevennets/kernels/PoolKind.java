package sevennets.kernels;

/**
 * What the numbers under a pool's window become.
 *
 * <pre>{@code
 * Kernel<INDArray> pool = new Nd4jBackend().pool(PoolKind.MAX, Window.square(3, 2, 1), false);
 * }</pre>
 */
public enum PoolKind {
  /** The largest of them. */
  MAX,
  /** Their mean. */
  AVG
}
