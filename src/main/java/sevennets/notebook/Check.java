package sevennets.notebook;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import sevennets.analysis.Block;
import sevennets.graph.Graph;
import sevennets.graph.Node;
import sevennets.models.Variant;

/**
 * Holds a notebook's prose to what its cells found. A figure that is a fact (a count, a shape) is
 * checked always, one that was trained in profile {@code quick} alone. In profile {@code smoke},
 * which the tests run, a difference is an error; a reader gets a note and reads on.
 *
 * <pre>{@code
 * Check.exact("parameters of LeNet-5", 61_706, summary.params());
 * Check.guess("accuracy: " + accuracy, myAccuracy);  // null is no guess; 75 and 0.75 are the same
 * }</pre>
 */
public final class Check {
  /** A number from 0 to 1 in a sentence. */
  private static final Pattern FRACTION = Pattern.compile("(?<![\\d.,])0\\.\\d+");

  /** What is said of every answer that is not right. */
  private static final String WRONG = "is not it yet";

  /** Of the notebook that this kernel runs, by the exercise's number. */
  private static final Map<Integer, Key> KEYS = new TreeMap<>();

  /** By their questions: a cell that is run again replaces its own. */
  private static final Map<String, Guess> GUESSES = new LinkedHashMap<>();

  /** Of each exercise, what was last found of each of its checks. */
  private static final Map<Integer, Map<String, Boolean>> MARKS = new TreeMap<>();

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

  /**
   * What is right of an exercise. It stands in a folded cell tagged {@code keys}, before the
   * exercises.
   *
   * @param solution a number or a word; computed only when there is an answer
   */
  public static Key key(int exercise, Supplier<?> solution) {
    Key key = new Key(solution);
    KEYS.put(exercise, key);
    return key;
  }

  /**
   * A reader's answer to an exercise whose {@link #key} is known.
   *
   * @param answer a number, or a word, whose capitals don't count; null while there is none
   */
  public static void answer(int exercise, Object answer) {
    say(answered(exercise, answer));
  }

  static String answered(int exercise, Object answer) {
    if (answer == null) {
      note(exercise, "answer", WRONG);
      return "exercise %d: put your answer in the place of null".formatted(exercise);
    }
    Key key = KEYS.get(exercise);
    if (key == null)
      return "exercise %d has no key yet: run the folded cell above the first exercise; in a lecturer's copy without keys, hand your answer in"
          .formatted(exercise);
    String verdict = key.judged(answer);
    note(exercise, "answer", verdict);
    return marked("exercise %d: %s".formatted(exercise, verdict));
  }

  /**
   * A block that the reader wrote, beside the library's own: its layers, its parameters and, with
   * equal weights, its numbers. Names and the order of independent layers don't count. Of a wrong
   * one it names the first layer that differs.
   *
   * @param net whose block is asked for
   * @param scope the block's place in it, such as {@code layer2.0}
   * @param written the reader's; one that throws UnsupportedOperationException is still to be
   *     written
   */
  public static void block(int exercise, Graph net, String scope, UnaryOperator<Node> written) {
    say(judgedBlock(exercise, net, scope, written));
  }

  /** As {@link #block(int, Graph, String, UnaryOperator)}, of a net from {@code Models.get}. */
  public static void block(int exercise, Variant net, String scope, UnaryOperator<Node> written) {
    block(exercise, net.graph(), scope, written);
  }

  static String judgedBlock(int exercise, Graph net, String scope, UnaryOperator<Node> written) {
    Optional<String> verdict = BlockCheck.judged(Block.in(net, scope), written);
    note(exercise, scope, verdict.orElse(WRONG));
    return verdict
        .map(said -> marked("exercise %d: %s %s".formatted(exercise, scope, said)))
        .orElse("exercise %d: write the block in the place of the throw".formatted(exercise));
  }

  private static void note(int exercise, String check, String verdict) {
    MARKS.computeIfAbsent(exercise, it -> new TreeMap<>()).put(check, !verdict.contains(WRONG));
  }

  /**
   * For those who grade: passes in silence where all that was checked of an exercise is right.
   *
   * @throws IllegalStateException otherwise, also where there was no answer
   */
  public static void require(int exercise) {
    Map<String, Boolean> marks = MARKS.getOrDefault(exercise, Map.of());
    if (marks.isEmpty()) {
      throw new IllegalStateException("exercise %d has no answer".formatted(exercise));
    }
    List<String> wrong = marks.entrySet().stream()
        .filter(mark -> !mark.getValue())
        .map(Map.Entry::getKey)
        .toList();
    if (!wrong.isEmpty()) {
      throw new IllegalStateException(
          "exercise %d is not right: %s".formatted(exercise, String.join(", ", wrong)));
    }
  }

  private static String marked(String verdict) {
    return verdict.contains(WRONG) ? verdict : "\u2713 " + verdict;
  }

  /**
   * What the reader predicted, beside what came, with the error; {@link Notebook#guesses} recaps
   * them all.
   *
   * @param question what was to be predicted, in a few words
   * @param guess null where there is none
   */
  public static void predicted(String question, Number found, Number guess) {
    tell(new Guess(question, found, guess));
  }

  /**
   * The same where one of several words was to be chosen.
   *
   * @param found one of {@code choices}
   * @param guess one of {@code choices}, whatever its capitals; null where there is none
   * @throws IllegalArgumentException if what was found is none of the choices
   */
  public static void predicted(String question, String found, String guess, String... choices) {
    List<String> all = List.of(choices);
    if (!all.contains(found))
      throw new IllegalArgumentException(
          "'%s' was found of '%s', and the choices are %s".formatted(found, question, all));
    String known = guess == null
        ? null
        : all.stream()
            .filter(one -> one.equalsIgnoreCase(guess.strip()))
            .findFirst()
            .orElse(null);
    if (guess != null && known == null)
      say("your guess '%s' is none of %s: it is left out".formatted(guess, String.join(", ", all)));
    tell(new Guess(question, found, known));
  }

  private static void tell(Guess guess) {
    GUESSES.put(guess.question(), guess);
    say(guess.line());
  }

  static List<Guess> guesses() {
    return List.copyOf(GUESSES.values());
  }

  /**
   * For tests: gives each key the mistakes that it knows, and prints what it says to them.
   *
   * @throws IllegalStateException if it takes one of them for right
   */
  public static void rehearse() {
    KEYS.forEach((exercise, key) -> key.mistakes().forEach((mistake, hint) -> {
      String said = answered(exercise, mistake);
      say(said);
      if (!said.contains("is not it yet") || !said.endsWith(hint))
        throw new IllegalStateException("the key of exercise %d does not tell the mistake %s: %s"
            .formatted(exercise, mistake, said));
    }));
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

  static String number(double value) {
    return value == Math.rint(value)
        ? String.format(Locale.ROOT, "%,.0f", value)
        : String.format(Locale.ROOT, "%.4f", value);
  }

  private static void say(String line) {
    System.out.println(line);
  }
}
