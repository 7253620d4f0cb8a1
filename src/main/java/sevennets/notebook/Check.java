package sevennets.notebook;

import java.util.Arrays;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Holds a notebook's prose to what its cells found. A figure that is a fact (a count, a shape) is
 * checked always, one that was trained in profile {@code quick} alone. In profile {@code smoke},
 * which the tests run, a difference is an error; a reader gets a note and reads on.
 */
public final class Check {
  /** A number from 0 to 1 in a sentence. */
  private static final Pattern FRACTION = Pattern.compile("(?<![\\d.,])0\\.\\d+");

  private Check() {}

  /** A fact: {@code Check.exact("parameters of LeNet-5", 61_706, summary.params())}. */
  public static void exact(String what, Object stated, Object found) {
    exact(Profile.current(), what, stated, found);
  }

  /**
   * A figure that a training run gave, as the prose states it.
   *
   * @param tolerance how far from it other processors and other chance may lead
   */
  public static void trained(String what, double stated, double found, double tolerance) {
    if (Profile.current() == Profile.QUICK) {
      say(near(what, stated, found, tolerance));
    }
  }

  /** A trained figure that must not be lower, in the same unit as {@code found}. */
  public static void atLeast(String what, double stated, double found) {
    if (Profile.current() == Profile.QUICK) {
      String result = found >= stated
          ? "\u2713 %s: %s, at least %s"
          : "! %s: %s, and the text says at least %s";
      say(result.formatted(what, number(found), number(stated)));
    }
  }

  /**
   * A result beside what the reader predicted before the run.
   *
   * @param guesses null where there is none
   */
  public static void guess(String result, Object... guesses) {
    say(guessed(result, guesses));
  }

  /**
   * A reader's answer to an exercise.
   *
   * @param answer null while there is none
   * @param solution computed only when there is an answer
   */
  public static void answer(String exercise, Number answer, Supplier<? extends Number> solution) {
    if (answer == null) {
      say("%s: put your answer in the place of null".formatted(exercise));
    } else {
      say(judged(exercise, answer.doubleValue(), solution.get().doubleValue()));
    }
  }

  /**
   * A reader's answer in words; capitals and spaces around it don't count.
   *
   * @param answer null while there is none
   */
  public static void answer(String exercise, String answer, Supplier<String> solution) {
    if (answer == null) {
      say("%s: put your answer in the place of null".formatted(exercise));
    } else {
      say(judged(exercise, answer, solution.get()));
    }
  }

  static void exact(Profile profile, String what, Object stated, Object found) {
    boolean same = stated instanceof Number s && found instanceof Number f
        ? s.doubleValue() == f.doubleValue()
        : stated.equals(found);
    if (same) {
      say("\u2713 %s: %s".formatted(what, shown(found)));
    } else {
      String difference =
          "%s: the text says %s, this run found %s".formatted(what, shown(stated), shown(found));
      if (profile == Profile.SMOKE) throw new IllegalStateException(difference);
      say("! " + difference);
    }
  }

  static String guessed(String result, Object... guesses) {
    String all = Arrays.stream(guesses)
        .map(guess -> guess == null ? "none" : said(guess, result))
        .collect(Collectors.joining(" and "));
    return "%s; your %s: %s".formatted(result, guesses.length == 1 ? "guess" : "guesses", all);
  }

  /**
   * A share may be guessed as 75 or as 0.75; beside a result in the other form it is told in both.
   */
  private static String said(Object guess, String result) {
    if (!(guess instanceof Number number)) return guess.toString();
    double value = number.doubleValue();
    boolean perCent = result.contains("%") || result.contains("per cent");
    boolean fraction = !perCent && FRACTION.matcher(result).find();
    if (perCent && value > 0 && value < 1) return guess + " (%s%%)".formatted(number(100 * value));
    if (fraction && value > 1 && value <= 100) return guess + " (%s)".formatted(value / 100);
    return guess.toString();
  }

  static String near(String what, double stated, double found, double tolerance) {
    return Math.abs(stated - found) <= tolerance
        ? "\u2713 %s: %s".formatted(what, number(found))
        : "! %s: the text says %s, this run found %s"
            .formatted(what, number(stated), number(found));
  }

  /** Right within a thousandth of the solution: what is typed is often rounded. */
  static String judged(String exercise, double answer, double solution) {
    return Math.abs(answer - solution) <= 1e-3 * Math.abs(solution)
        ? "\u2713 %s: %s is right".formatted(exercise, number(answer))
        : "%s: %s is not it yet, it is too %s"
            .formatted(exercise, number(answer), answer < solution ? "small" : "large");
  }

  static String judged(String exercise, String answer, String solution) {
    return answer.strip().equalsIgnoreCase(solution)
        ? "\u2713 %s: %s is right".formatted(exercise, solution)
        : "%s: '%s' is not it yet".formatted(exercise, answer);
  }

  private static String shown(Object value) {
    return value instanceof Number number ? number(number.doubleValue()) : String.valueOf(value);
  }

  private static String number(double value) {
    return value == Math.rint(value)
        ? String.format(Locale.ROOT, "%,.0f", value)
        : String.format(Locale.ROOT, "%.4f", value);
  }

  private static void say(String line) {
    System.out.println(line);
  }
}
