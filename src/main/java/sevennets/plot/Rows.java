package sevennets.plot;

import java.util.List;
import org.knowm.xchart.style.HeatMapStyler;

/**
 * Names beside a heat map's rows. XChart 4.0 leaves them out and draws numbers: so each row's
 * number is given its name.
 */
final class Rows {
  private static final int LEAST_PIXELS = 8;

  private Rows() {}

  /**
   * @param names from below
   * @param height of the plot, in pixels, about
   */
  static void name(HeatMapStyler styler, List<String> names, int height) {
    styler.setYAxisMin(-0.5);
    styler.setYAxisMax(names.size() - 0.5);
    styler.setYAxisTickMarkSpacingHint(Math.max(LEAST_PIXELS, height * 4 / 10 / names.size()));
    styler.setYAxisTickLabelsFormattingFunction(place -> at(names, place));
  }

  /** Between two rows nothing to be seen; but XChart gives all names up if two are the same. */
  private static String at(List<String> names, double place) {
    boolean inTheMiddle = place == Math.rint(place) && place >= 0 && place < names.size();
    return inTheMiddle ? names.get((int) place) : " ".repeat(2 + (int) Math.floor(place));
  }
}
