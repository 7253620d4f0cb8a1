package sevennets.models;

import java.util.ArrayList;
import java.util.List;

/**
 * What LeNet-5's output units compare F6 with: for each class a picture of its digit, 12 rows of 7
 * pixels, 1 for ink and -1 for paper (LeCun et al. 1998, section II.B and figure 3).
 *
 * <p>Departs from the paper: digits of seven bars, as on a calculator, in place of its drawn
 * letters.
 */
final class DigitCodes {

  private static final int ROWS = 12, COLUMNS = 7, STROKE = 2;

  /**
   * Of each digit the bars that are inked: top, upper left, upper right, middle, lower left, lower
   * right, bottom.
   */
  private static final String[] BARS = {
    "1110111", "0010010", "1011101", "1011011", "0111010", "1101011", "1101111", "1010010",
    "1111111", "1111011"
  };

  private DigitCodes() {}

  /**
   * The codes of the first classes.
   *
   * @throws IllegalArgumentException for more classes than there are digits
   */
  static List<List<Double>> of(int classes) {
    if (classes > BARS.length)
      throw new IllegalArgumentException("LeNet-5's output units have codes for " + BARS.length
          + " classes at most, received " + classes);
    return List.of(BARS).subList(0, classes).stream().map(DigitCodes::code).toList();
  }

  private static List<Double> code(String bars) {
    List<Double> code = new ArrayList<>();
    for (int row = 0; row < ROWS; row++)
      for (int column = 0; column < COLUMNS; column++)
        code.add(inked(bars, row, column) ? 1.0 : -1.0);
    return code;
  }

  private static boolean inked(String bars, int row, int column) {
    int middle = ROWS / 2 - STROKE / 2;
    boolean left = column < STROKE, right = column >= COLUMNS - STROKE, upper = row < ROWS / 2;
    return has(bars, 0) && row < STROKE
        || has(bars, 3) && row >= middle && row < middle + STROKE
        || has(bars, 6) && row >= ROWS - STROKE
        || has(bars, upper ? 1 : 4) && left
        || has(bars, upper ? 2 : 5) && right;
  }

  private static boolean has(String bars, int bar) {
    return bars.charAt(bar) == '1';
  }
}
