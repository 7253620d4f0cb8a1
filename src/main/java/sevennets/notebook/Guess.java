package sevennets.notebook;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * What a reader predicted, beside what came.
 *
 * @param question what was to be predicted, in a few words
 * @param found a number, or one of the choices
 * @param guess the same of the reader's; null where there is none
 */
record Guess(String question, Object found, Object guess) {
  /** What a reader may give in per cent where it was found as a fraction. */
  private static final Pattern SHARE =
      Pattern.compile("accura|share|fraction|probab", Pattern.CASE_INSENSITIVE);

  Guess {
    if (found instanceof Number fraction
        && guess instanceof Number share
        && SHARE.matcher(question).find()
        && fraction.doubleValue() > 0
        && fraction.doubleValue() < 1
        && share.doubleValue() > 1
        && share.doubleValue() <= 100) {
      guess = share.doubleValue() / 100;
    }
  }

  /** A wrong choice weighs as much as a number wrong by this factor. */
  private static final double WRONG_CHOICE = 2;

  private static final double RIGHT = 0.05;

  /** One line, of the form that {@code ./lab guesses} reads. */
  String line() {
    String error = guess == null ? "" : " (" + error() + ")";
    return "%s: %s; your guess: %s%s"
        .formatted(question, shown(found), guess == null ? "none" : shown(guess), error);
  }

  String error() {
    if (!(found instanceof Number number && guess instanceof Number mine))
      return word(guess).equals(word(found)) ? "right" : "wrong";
    double right = number.doubleValue(), value = mine.doubleValue(), off = value - right;
    if (off == 0) return "right";
    String side = off > 0 ? "too high" : "too low";
    if (Math.abs(off) <= RIGHT * Math.abs(right)) return "close, " + side + " by " + size(off);
    double factor = factor(right, value);
    return factor >= WRONG_CHOICE && factor < 1e6
        ? "%s, by a factor of %s".formatted(side, digits(factor, 2))
        : "%s by %s".formatted(side, size(off));
  }

  /** How wrong it is: 0 is right, 1 a factor of two or a wrong choice. */
  double wrong() {
    if (!(found instanceof Number number && guess instanceof Number mine))
      return word(guess).equals(word(found)) ? 0 : 1;
    double right = number.doubleValue(), value = mine.doubleValue();
    if (right == value) return 0;
    double factor = factor(right, value);
    return Double.isFinite(factor)
        ? Math.log(factor) / Math.log(WRONG_CHOICE)
        : Math.abs(value - right) / Math.max(1, Math.abs(right));
  }

  /** Infinite where the two have not one sign. */
  private static double factor(double right, double value) {
    return right * value > 0 ? Math.max(right / value, value / right) : Double.POSITIVE_INFINITY;
  }

  /** The farthest off first. */
  static Table table(List<Guess> all) {
    List<Guess> guessed =
        new ArrayList<>(all.stream().filter(one -> one.guess != null).toList());
    guessed.sort(Comparator.comparingDouble(Guess::wrong).reversed());
    Table table = Table.create(
        "guesses",
        StringColumn.create("question"),
        StringColumn.create("your guess"),
        StringColumn.create("found"),
        StringColumn.create("so it was"));
    for (Guess one : guessed) {
      table.stringColumn(0).append(one.question);
      table.stringColumn(1).append(shown(one.guess));
      table.stringColumn(2).append(shown(one.found));
      table.stringColumn(3).append(one.error());
    }
    return table;
  }

  private static String size(double value) {
    return digits(Math.abs(value), 2);
  }

  /** Whole numbers whole; others in so many significant digits, without zeros at their end. */
  private static String digits(double value, int significant) {
    return value == Math.rint(value) || !Double.isFinite(value)
        ? HtmlTable.number(value)
        : new BigDecimal(value)
            .round(new MathContext(significant))
            .stripTrailingZeros()
            .toPlainString();
  }

  private static String word(Object value) {
    return String.valueOf(value).strip().toLowerCase(Locale.ROOT);
  }

  private static String shown(Object value) {
    return value instanceof Number number
        ? digits(number.doubleValue(), 4)
        : String.valueOf(value).strip();
  }
}
