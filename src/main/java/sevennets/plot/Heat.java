package sevennets.plot;

import java.awt.Color;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.knowm.xchart.HeatMapChart;
import org.knowm.xchart.HeatMapChartBuilder;
import org.knowm.xchart.style.HeatMapStyler;
import tech.tablesaw.api.Table;

/** A value for each pair of names, as a colour. */
final class Heat {
  private static final Color NONE = Color.WHITE;
  private static final Color MOST = Look.SERIES.get(0);

  private Heat() {}

  static HeatMapChart chart(Table table, String x, String y, String value) {
    double[] known = Columns.known(Columns.numbers(table, value));
    double largest = Arrays.stream(known).max().orElse(0);
    return chart(table, x, y, value, largest > 0 ? largest : 1);
  }

  static HeatMapChart chart(Table table, String x, String y, String value, double darkest) {
    if (!(darkest > 0))
      throw new IllegalArgumentException(
          "the darkest colour of a heat map stands for a value above 0, and was given %s"
              .formatted(darkest));
    HeatMapChart chart = Look.of(new HeatMapChartBuilder()
        .width(Look.WIDTH)
        .height(Look.HEIGHT)
        .title(Axis.label(value))
        .xAxisTitle(Axis.label(x))
        .yAxisTitle(Axis.label(y))
        .build());
    String[] across = Columns.names(table, x);
    String[] down = Columns.names(table, y);
    double[] values = Columns.numbers(table, value);
    List<String> columns = Arrays.stream(across).distinct().toList();
    List<String> rows = new ArrayList<>(Arrays.stream(down).distinct().toList());
    Collections.reverse(rows);
    List<Number[]> cells = new ArrayList<>();
    for (int i = 0; i < values.length; i++) {
      Number[] cell = {columns.indexOf(across[i]), rows.indexOf(down[i]), values[i]};
      // XChart passes over a cell that is null, and paints one of NaN black.
      cells.add(Double.isNaN(values[i]) ? null : cell);
    }
    chart.addSeries(value, columns, rows, cells);
    chart.getHeatMapSeries().setMin(0).setMax(written(darkest));
    style(chart.getStyler(), columns);
    Rows.name(chart.getStyler(), rows, Look.HEIGHT - 120);
    return chart;
  }

  /** XChart writes the scale's end with all digits that a double has: two, and not below it. */
  private static double written(double end) {
    return new BigDecimal(end).round(new MathContext(2, RoundingMode.CEILING)).doubleValue();
  }

  private static void style(HeatMapStyler styler, List<String> columns) {
    styler.setRangeColors(new Color[] {NONE, MOST});
    styler.setShowValue(false);
    styler.setHeatMapValueDecimalPattern("0.###");
    Axis.name(styler, columns, Look.WIDTH);
    styler.setXAxisTickMarkSpacingHint(16);
    styler.setPlotContentSize(1);
    styler.setChartTitleVisible(true);
  }
}
