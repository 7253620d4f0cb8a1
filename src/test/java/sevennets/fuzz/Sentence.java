package sevennets.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import sevennets.files.DataException;
import sevennets.train.TrainingException;

/** What may come of a file besides a value: an exception of ours whose message is a sentence. */
final class Sentence {
  /** What Java or a library says of its own troubles, and not of the reader's. */
  private static final Pattern FOREIGN = Pattern.compile(
      "(?<!')\\bnull\\b(?!')|\\bjava\\.|Exception|out of bounds|out of range|For input string"
          + "|Cannot parse|Input length =|No enum constant|multiple points|@[0-9a-f]{6,8}\\b");

  private static final int LONGEST = 2_000;

  private Sentence() {}

  /**
   * @param input whose reader threw: what it says itself may be said of it
   * @throws AssertionError if what was thrown is no sentence of ours
   */
  static void require(Throwable thrown, byte[] input) {
    String fault = fault(thrown, new String(input, StandardCharsets.UTF_8));
    if (fault != null) throw new AssertionError(fault, thrown);
  }

  /** What is wrong with it; null if nothing is. */
  private static String fault(Throwable thrown, String input) {
    boolean ours = thrown instanceof DataException
        || thrown instanceof TrainingException
        || thrown.getClass() == IllegalArgumentException.class;
    if (!ours) return "not one of our exceptions: " + thrown;
    String said = thrown.getMessage();
    if (said == null || said.isBlank()) return "an exception without a sentence";
    // What the file itself says stands in quotation marks; an apostrophe in it, or before it, makes
    // other pairs of them.
    Matcher foreign = FOREIGN.matcher(said.replaceAll("'[^']*'", "''"));
    while (foreign.find()) if (!input.contains(foreign.group())) return "not our words: " + said;
    return said.length() > LONGEST ? "a sentence of %,d characters".formatted(said.length()) : null;
  }
}
