package sevennets.kernels;

/** What the numbers under a pool's window become. */
public enum PoolKind {
  /** The largest of them. */
  MAX,
  /** Their mean. */
  AVG
}
