package sevennets.kernels;

/** What becomes of the tokens of a sequence, place by place of their numbers. */
public enum TokenKind {
  /** Their mean. */
  MEAN,
  /** Their sum. */
  SUM,
  /** The first token alone. */
  FIRST
}
