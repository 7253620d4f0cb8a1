package sevennets.plot;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.knowm.xchart.BubbleChart;
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

  private Bubbles() {}

  static BubbleChart chart(
      Table table, String family, String name, String x, String y, String area) {
    String[] names = Columns.names(table, name);
    List<Integer> rows = complete(table, x, y, area);
    double[] across = values(Columns.numbers(table, x), rows);
    double[] up = values(Columns.numbers(table, y), rows);
    double[] diameters = diameters(values(Columns.numbers(table, area), rows));
    NamedCircles chart = Look.of(new NamedCircles(Look.WIDTH, Look.height(rows.size())));
    chart.setTitle("circle area: " + Axis.label(area));
    chart.setXAxisTitle(Axis.label(x));
    chart.setYAxisTitle(Axis.label(y));
    chart.getStyler().setLegendVisible(!family.equals(name));
    chart.getStyler().setXAxisTickLabelsFormattingFunction(Axis.ticks(Axis.label(x)));
    chart.getStyler().setYAxisTickLabelsFormattingFunction(Axis.ticks(Axis.label(y)));
    series(chart, values(Columns.names(table, family), rows), across, up, diameters);
    frame(chart, across, up);
    for (int i = 0; i < names.length; i++) {
      int place = rows.indexOf(i);
      if (place < 0) chart.leaveOut(names[i]);
      else chart.name(names[i], across[place], up[place], diameters[place]);
    }
    return chart;
  }

  /** The rows that have all three values: one missing value would leave no circle an axis. */
  private static List<Integer> complete(Table table, String x, String y, String area) {
    double[] across = Columns.numbers(table, x);
    double[] up = Columns.numbers(table, y);
    double[] areas = Columns.numbers(table, area);
    List<Integer> rows = IntStream.range(0, across.length)
        .filter(row -> !Double.isNaN(across[row] + up[row] + areas[row]))
        .boxed()
        .toList();
    if (rows.isEmpty())
      throw new IllegalArgumentException(
          "nothing to draw: a circle needs values in '%s', '%s' and '%s' that an axis can show, and no row of table '%s' has all three"
              .formatted(x, y, area, table.name()));
    return rows;
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

  private static String[] values(String[] all, List<Integer> rows) {
    return rows.stream().map(row -> all[row]).toArray(String[]::new);
  }

  /** Diameters in pixels: a circle's area goes with the square of its diameter. */
  static double[] diameters(double[] areas) {
    double largest = Arrays.stream(areas).max().orElse(1);
    return Arrays.stream(areas).map(a -> LARGEST * Math.sqrt(a / largest)).toArray();
  }

  /** Leaves room for circles and names beyond the outermost centres. */
  private static void frame(BubbleChart chart, double[] x, double[] y) {
    boolean logarithmic = min(x) > 0 && max(x) > WIDE * min(x);
    DoubleUnaryOperator scale = logarithmic ? Math::log10 : value -> value;
    double[] scaled = Arrays.stream(x).map(scale).toArray();
    double left = min(scaled) - MARGIN * range(scaled),
        right = max(scaled) + MARGIN * range(scaled);
    chart
        .getStyler()
        .setXAxisLogarithmic(logarithmic)
        .setXAxisMin(logarithmic ? Math.pow(10, left) : left)
        .setXAxisMax(logarithmic ? Math.pow(10, right) : right)
        .setYAxisMin(min(y) - MARGIN * range(y))
        .setYAxisMax(max(y) + MARGIN * range(y));
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
