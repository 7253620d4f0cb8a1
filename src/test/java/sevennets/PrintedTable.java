package sevennets;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * A table of figures that were typed from the papers: rows of cells with a bar between two spaces
 * each, or a bar that ends a cell; empty lines and those that begin with # say nothing.
 */
public final class PrintedTable {

  private PrintedTable() {}

  /** The rows of a file that lies beside the test's class. */
  public static List<List<String>> rows(Class<?> test, String file) {
    try (BufferedReader lines = new BufferedReader(new InputStreamReader(
        Objects.requireNonNull(test.getResourceAsStream(file), file), StandardCharsets.UTF_8))) {
      return lines
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .map(line -> Arrays.stream(line.split("\\s*\\| +|\\s+\\| *", -1))
              .map(String::strip)
              .toList())
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Six digits without closing zeros, and small numbers as the papers print them: 5e-4. */
  public static String number(double value) {
    if (value != 0 && Math.abs(value) < 1e-3) {
      int exponent = (int) Math.floor(Math.log10(Math.abs(value)) + 1e-9);
      return number(value / Math.pow(10, exponent)) + "e" + exponent;
    }
    String text = String.format(Locale.ROOT, "%.6f", value);
    return text.replaceFirst("0+$", "").replaceFirst("\\.$", "");
  }
}
