package sevennets.files;

import java.util.Base64;
import java.util.BitSet;
import java.util.Map;

/**
 * Named texts of a file that anyone may have edited, read as numbers: what is none is refused in
 * one sentence that names the place, the field and what stands there.
 *
 * <pre>{@code
 * Fields line = new Fields("line 3 of runs.csv", Map.of("seed", "7"));
 * int seed = line.whole("seed", 1);  // refuses "7.5" and "-1" in a sentence
 * }</pre>
 *
 * @param place how the sentence begins, such as {@code line 3 of runs.csv}
 * @param texts by their names
 */
public record Fields(String place, Map<String, String> texts) {

  /** @throws IllegalArgumentException if it is missing */
  public String text(String name) {
    String text = texts.get(name);
    if (text == null) throw new IllegalArgumentException("%s lacks %s".formatted(place, name));
    return text;
  }

  /** A whole number from {@code least} on. */
  public int whole(String name, int least) {
    return (int) whole(name, least, Integer.MAX_VALUE);
  }

  /** A whole number from {@code least} to {@code most}. */
  public long whole(String name, long least, long most) {
    String text = text(name);
    try {
      long value = Long.parseLong(text);
      if (value >= least && value <= most) return value;
    } catch (NumberFormatException none) {
      // said below
    }
    throw wrong(
        name,
        most >= Integer.MAX_VALUE
            ? "a whole number of %,d or more".formatted(least)
            : "a whole number from %,d to %,d".formatted(least, most));
  }

  /** A number from {@code least} to {@code most}, or NaN for what was not measured. */
  public double number(String name, double least, double most) {
    String text = text(name);
    try {
      double value = Double.parseDouble(text);
      if (Double.isNaN(value) || value >= least && value <= most) return value;
    } catch (NumberFormatException none) {
      // said below
    }
    throw wrong(name, "a number from %s to %s, or NaN".formatted(round(least), round(most)));
  }

  public boolean flag(String name) {
    String text = text(name);
    if (text.equals("true")) return true;
    if (text.equals("false")) return false;
    throw wrong(name, "true or false");
  }

  /** Bits, the first byte's lowest first, in Base64. */
  public BitSet bits(String name) {
    try {
      return BitSet.valueOf(Base64.getDecoder().decode(text(name)));
    } catch (IllegalArgumentException none) {
      if (!texts.containsKey(name)) throw none;
      throw wrong(name, "bits in Base64");
    }
  }

  private static String round(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e6
        ? String.valueOf((long) value)
        : String.valueOf(value);
  }

  private IllegalArgumentException wrong(String name, String expected) {
    String text = texts.get(name);
    return new IllegalArgumentException("in %s, %s should be %s; it is '%s'"
        .formatted(
            place, name, expected, text.length() > 60 ? text.substring(0, 60) + "..." : text));
  }
}
