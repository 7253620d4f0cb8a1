package sevennets.plot;

import java.util.List;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.internal.chartpart.IChart;
import org.knowm.xchart.style.Styler;

/** Sees to it that a legend is whole: XChart cuts a row of names that is wider than the chart. */
final class Legend {
  /** Of a letter in the legend's font, and of the symbol and the space before a name. */
  private static final double LETTER = 7.4;

  private static final int SYMBOL = 38;
  private static final int ROW = 22;

  private Legend() {}

  /**
   * Stacks the names of a chart whose row of them would be too wide.
   *
   * @return by how many CSS pixels the chart must grow for it
   */
  static int made(IChart chart) {
    if (chart instanceof XYChart lines) {
      return made(
          lines.getStyler(),
          lines.getWidth(),
          lines.getSeriesCollection().stream().map(one -> one.getName()).toList());
    }
    if (chart instanceof CategoryChart bars) {
      return made(
          bars.getStyler(),
          bars.getWidth(),
          bars.getSeriesCollection().stream().map(one -> one.getName()).toList());
    }
    return 0;
  }

  private static int made(Styler styler, int width, List<String> names) {
    double row =
        names.stream().mapToDouble(name -> SYMBOL + LETTER * name.length()).sum();
    if (!styler.isLegendVisible() || row <= width) return 0;
    styler.setLegendLayout(Styler.LegendLayout.Vertical);
    return ROW * (names.size() - 1);
  }
}
