package sevennets.plot;

import java.awt.Font;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import org.knowm.xchart.AnnotationText;
import org.knowm.xchart.BubbleChart;
import org.knowm.xchart.BubbleChartBuilder;
import tech.tablesaw.api.Table;

/**
 * Circles whose area is a third quantity, each named at its centre; those of one family share a
 * colour.
 */
final class Bubbles {
  /** The largest circle's diameter, in pixels. */
  private static final double LARGEST = 64;

  /**
   * Room for the circles and their names beyond the outermost centres, as a fraction of the axis.
   */
  private static final double MARGIN = 0.18;

  /**
   * An axis on which the largest value is more than so many times the smallest is logarithmic:
   * small values would lie in a heap.
   */
  private static final double WIDE = 10;

  /** More circles than this need a higher chart. */
  private static final int MANY = 12;

  private static final int FONT_SIZE = 12;

  private Bubbles() {}

  static BubbleChart chart(
      Table table, String family, String name, String x, String y, String area) {
    String[] names = Columns.names(table, name);
    BubbleChart chart = Look.of(new BubbleChartBuilder()
        .width(Look.WIDTH)
        .height(names.length > MANY ? Look.HEIGHT * 3 / 2 : Look.HEIGHT)
        .title("circle area: " + Axis.label(area))
        .xAxisTitle(Axis.label(x))
        .yAxisTitle(Axis.label(y))
        .build());
    chart.getStyler().setLegendVisible(!family.equals(name));
    chart.getStyler().setAnnotationTextFont(new Font(Font.SANS_SERIF, Font.PLAIN, FONT_SIZE));
    chart.getStyler().setXAxisTickLabelsFormattingFunction(Axis::tick);
    double[] across = Columns.numbers(table, x);
    double[] up = Columns.numbers(table, y);
    series(
        chart, Columns.names(table, family), across, up, diameters(Columns.numbers(table, area)));
    label(chart, names, across, up);
    return chart;
  }

  /** One for each family, in the table's order. */
  private static void series(
      BubbleChart chart, String[] families, double[] x, double[] y, double[] diameters) {
    Map<String, List<Integer>> members = new LinkedHashMap<>();
    for (int i = 0; i < families.length; i++)
      members.computeIfAbsent(families[i], f -> new ArrayList<>()).add(i);
    members.forEach((family, rows) -> chart
        .addSeries(family, values(x, rows), values(y, rows), values(diameters, rows))
        .setFillColor(Look.translucent(chart.getSeriesCollection().size() - 1)));
  }

  private static double[] values(double[] all, List<Integer> rows) {
    return rows.stream().mapToDouble(row -> all[row]).toArray();
  }

  /** Diameters in pixels: a circle's area goes with the square of its diameter. */
  static double[] diameters(double[] areas) {
    double largest = Arrays.stream(areas).max().orElse(1);
    return Arrays.stream(areas).map(a -> LARGEST * Math.sqrt(a / largest)).toArray();
  }

  /**
   * Frames the axes and writes each name at its circle's centre, or as little above or below as
   * keeps it off the names before it.
   */
  private static void label(BubbleChart chart, String[] names, double[] x, double[] y) {
    boolean logarithmic = min(x) > 0 && max(x) > WIDE * min(x);
    DoubleUnaryOperator scale = logarithmic ? Math::log10 : value -> value;
    double[] scaled = Arrays.stream(x).map(scale).toArray();
    double left = min(scaled) - MARGIN * range(scaled),
        right = max(scaled) + MARGIN * range(scaled);
    double bottom = min(y) - MARGIN * range(y), top = max(y) + MARGIN * range(y);
    chart.getStyler().setXAxisLogarithmic(logarithmic);
    chart
        .getStyler()
        .setXAxisMin(logarithmic ? Math.pow(10, left) : left)
        .setXAxisMax(logarithmic ? Math.pow(10, right) : right);
    chart.getStyler().setYAxisMin(bottom).setYAxisMax(top);
    // Axes and titles take about a tenth of the width, and a tenth and 80 pixels of the height.
    double pixelX = (right - left) / (0.9 * chart.getWidth()),
        pixelY = (top - bottom) / (0.9 * chart.getHeight() - 80);
    double[] heights = y.clone();
    for (int i = 0; i < names.length; i++) {
      for (int shift = 1; covers(i, names, scaled, heights, pixelX, pixelY); shift++)
        heights[i] = y[i] + pixelY * (shift % 2 == 0 ? -shift : shift);
      chart.addAnnotation(new AnnotationText(names[i], x[i], heights[i], false));
    }
  }

  /** Whether name {@code i} would touch one before it. */
  private static boolean covers(
      int i, String[] names, double[] x, double[] y, double pixelX, double pixelY) {
    for (int j = 0; j < i; j++) {
      double halfWidths = FONT_SIZE * 0.3 * (names[i].length() + names[j].length());
      if (Math.abs(x[i] - x[j]) / pixelX < halfWidths && Math.abs(y[i] - y[j]) / pixelY < FONT_SIZE)
        return true;
    }
    return false;
  }

  private static double range(double[] values) {
    double range = max(values) - min(values);
    return range > 0 ? range : Math.max(1e-9, Math.abs(max(values)));
  }

  private static double min(double[] values) {
    return Arrays.stream(values).min().orElse(0);
  }

  private static double max(double[] values) {
    return Arrays.stream(values).max().orElse(1);
  }
}
