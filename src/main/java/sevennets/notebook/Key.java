package sevennets.notebook;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What is right of one exercise, and what is said to the mistakes that readers are known to make.
 * It stands in a folded cell of its own, so that nobody reads it beside the question.
 *
 * <pre>{@code
 * Key key = Check.key(2, () -> 2_752).when(2_560, "and the batch norms?");
 * }</pre>
 */
public final class Key {
  private static final double ROUNDED = 1e-3, CLOSE = 0.1;

  private final Supplier<?> solution;
  private final Map<Object, String> mistakes = new LinkedHashMap<>();

  Key(Supplier<?> solution) {
    this.solution = solution;
  }

  /**
   * What to say to a wrong answer: {@code key(2, () -> 2_752).when(2_560, "and the batch norms?")}.
   *
   * @param mistake a number or a word
   */
  public Key when(Object mistake, String hint) {
    mistakes.put(mistake, hint);
    return this;
  }

  /** {@code is right} with its value, or {@code is not it yet} with a hint. */
  String judged(Object answer) {
    Object right = solution.get();
    if (same(answer, right)) return "%s is right".formatted(shown(right));
    String hint = mistakes.entrySet().stream()
        .filter(mistake -> same(answer, mistake.getKey()))
        .map(mistake -> apart(answer, right) + mistake.getValue())
        .findFirst()
        .orElseGet(() -> tendency(answer, right));
    return "%s is not it yet%s".formatted(shown(answer), hint.isEmpty() ? "" : ", " + hint);
  }

  /** Nothing of the answer: a folded cell may be unfolded by accident. */
  @Override
  public String toString() {
    return "a key that knows %d usual mistakes".formatted(mistakes.size());
  }

  Map<Object, String> mistakes() {
    return mistakes;
  }

  /** For a known mistake how far off it is. */
  private static String apart(Object answer, Object right) {
    if (!(answer instanceof Number mine && right instanceof Number theirs)) return "";
    double off = mine.doubleValue() - theirs.doubleValue();
    return "it is too %s by %s: "
        .formatted(off < 0 ? "small" : "large", Check.number(Math.abs(off)));
  }

  /** Of any other number only on which side it is, or the answer would be one subtraction away. */
  private static String tendency(Object answer, Object right) {
    if (!(answer instanceof Number mine && right instanceof Number theirs)) return "";
    double off = mine.doubleValue() - theirs.doubleValue();
    boolean close = Math.abs(off) <= CLOSE * Math.abs(theirs.doubleValue());
    return "it is %stoo %s".formatted(close ? "a little " : "", off < 0 ? "small" : "large");
  }

  /** Whole numbers exactly, others within a thousandth: what is typed is often rounded. */
  private static boolean same(Object one, Object other) {
    if (one instanceof Number a && other instanceof Number b) {
      boolean whole = one instanceof Integer || one instanceof Long;
      double allowed = whole ? 0 : ROUNDED * Math.abs(b.doubleValue());
      return Math.abs(a.doubleValue() - b.doubleValue()) <= allowed;
    }
    return word(one).equals(word(other));
  }

  private static String word(Object value) {
    return String.valueOf(value).strip().toLowerCase(Locale.ROOT);
  }

  private static String shown(Object value) {
    return value instanceof Number number ? Check.number(number.doubleValue()) : "'" + value + "'";
  }
}
