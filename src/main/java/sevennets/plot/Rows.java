package sevennets.plot;

import java.util.List;
import org.knowm.xchart.style.AxesChartStyler;

/**
 * Names beside a heat map's rows. XChart 4.0 leaves them out and draws numbers: so each row's
 * number is given its name.
 */
final class Rows {
  private static final int LEAST_PIXELS = 8, LONGEST = 20;

  /** Zero width space, non-joiner, joiner. */
  private static final int FIRST_UNSEEN = 0x200b, UNSEEN = 3;

  private Rows() {}

  /**
   * @param names from below
   * @param height of the plot, in pixels, about
   */
  static void name(AxesChartStyler styler, List<String> names, int height) {
    styler.setYAxisMin(-0.5);
    styler.setYAxisMax(names.size() - 0.5);
    styler.setYAxisTickMarkSpacingHint(Math.max(LEAST_PIXELS, height * 4 / 10 / names.size()));
    styler.setYAxisTickLabelsFormattingFunction(place -> at(names, place));
  }

  /**
   * Beside a row its name, between two rows nothing to be seen: but something, and never the same
   * twice near by, or XChart would go on to coarser and coarser steps. So the place's number is
   * written in letters without a width.
   */
  private static String at(List<String> names, double place) {
    boolean inTheMiddle = place == Math.rint(place) && place >= 0 && place < names.size();
    if (inTheMiddle) return fitted(names.get((int) place));
    int number = Math.floorMod((int) Math.round(2 * place), UNSEEN * UNSEEN * UNSEEN);
    StringBuilder blank = new StringBuilder(" ");
    for (int digits = 3; digits > 0; digits--, number /= UNSEEN)
      blank.append((char) (FIRST_UNSEEN + number % UNSEEN));
    return blank.toString();
  }

  /** XChart looks for ever for steps at which longer names would fit. */
  private static String fitted(String name) {
    return name.length() <= LONGEST
        ? name
        : name.substring(0, LONGEST / 2 - 1) + "\u2026"
            + name.substring(name.length() - LONGEST / 2);
  }
}
