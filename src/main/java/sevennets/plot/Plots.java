package sevennets.plot;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.knowm.xchart.BubbleChart;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.HeatMapChart;
import org.knowm.xchart.Histogram;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.style.markers.SeriesMarkers;
import tech.tablesaw.api.Table;

/**
 * Charts, each one call from a table. What comes back is an XChart chart, so that a reader can go
 * on with it: {@code Plots.curves("val_loss", runs).getStyler().setYAxisLogarithmic(true)}.
 *
 * <pre>{@code
 * XYChart loss = Plots.curves("loss", history.table());  // training and validation, by epoch
 * CategoryChart bars = Plots.bars(LayerTable.weighted(summary), "layer", "params");
 * }</pre>
 */
public final class Plots {
  /** More points than this on a line, and their markers would run into each other. */
  private static final int MARKED_POINTS = 30;

  private Plots() {}

  /**
   * One metric of several runs, by epoch: a line a run. Where a run has a column
   * {@code <metric>_std}, its values are drawn as error bars.
   *
   * @param metric a column that every run has, such as {@code val_acc1}
   * @param runs the runs' histories by the name their line is to have; each has the columns
   *     {@code epoch} and metric
   * @throws IllegalArgumentException if a run lacks one of the columns
   */
  public static XYChart curves(String metric, Map<String, Table> runs) {
    return lines("epoch", metric, runs);
  }

  /**
   * Several metrics of one run, by epoch: a line a metric, as {@code train_loss} beside
   * {@code val_loss}.
   *
   * @param quantity what the metrics measure, with its unit: the label of the vertical axis
   */
  public static XYChart curves(String quantity, Table run, String... metrics) {
    XYChart chart = xy(Axis.label("epoch"), quantity);
    for (String metric : metrics) {
      line(chart, metric, Columns.numbers(run, "epoch"), Columns.numbers(run, metric));
    }
    return chart;
  }

  /**
   * Lines over any numeric column, one for each value column: {@code lines(table, "layer",
   * "gradient norm", "plain")}.
   */
  public static XYChart lines(Table table, String x, String quantity, String... columns) {
    XYChart chart = xy(Axis.label(x), quantity);
    for (String column : columns) {
      line(chart, column, Columns.numbers(table, x), Columns.numbers(table, column));
    }
    return chart;
  }

  /**
   * One column over another, a line for each table: {@code lines("depth", "ratio", Map.of("plain",
   * norms))}. Where a table has a column {@code <y>_std}, its values are drawn as error bars.
   */
  public static XYChart lines(String x, String y, Map<String, Table> tables) {
    XYChart chart = xy(Axis.label(x), Axis.label(y));
    tables.forEach((name, table) -> {
      line(chart, name, Columns.numbers(table, x), Columns.numbers(table, y));
      if (Columns.has(table, y + "_std")) {
        chart.updateXYSeries(
            name,
            Columns.numbers(table, x),
            Columns.numbers(table, y),
            Columns.numbers(table, y + "_std"));
      }
    });
    return chart;
  }

  /**
   * One metric of several groups of runs, by epoch: a line for the mean of each group, in a band of
   * its standard deviation to either side.
   *
   * @param metric a column that every table has, beside {@code epoch} and {@code <metric>_std}; no
   *     band where the latter has no value
   */
  public static XYChart bands(String metric, Map<String, Table> groups) {
    return Bands.chart(metric, groups);
  }

  /**
   * Bars, one group for each row. Where the table has a column {@code <value>_std}, its values are
   * drawn as error bars.
   *
   * @param category the column that names the bars
   * @param values one series for each of these columns
   */
  public static CategoryChart bars(Table table, String category, String... values) {
    CategoryChart chart = Look.of(new CategoryChartBuilder()
        .width(Look.WIDTH)
        .height(Look.HEIGHT)
        .xAxisTitle(Axis.label(category))
        .yAxisTitle(values.length == 1 ? Axis.label(values[0]) : "")
        .build());
    List<String> names = List.of(Columns.names(table, category));
    for (String value : values) {
      chart.addSeries(value, names, boxed(Columns.numbers(table, value)), spread(table, value));
    }
    chart.getStyler().setLegendVisible(values.length > 1);
    chart.getStyler().setAvailableSpaceFill(0.7);
    // A bar's length is its value: cut off below, it would lie.
    boolean negative = Arrays.stream(values)
        .flatMapToDouble(value -> Arrays.stream(Columns.numbers(table, value)))
        .anyMatch(value -> value < 0);
    if (!negative) chart.getStyler().setYAxisMin(0.0);
    Axis.name(chart.getStyler(), names, Look.WIDTH);
    return chart;
  }

  /**
   * What each row's change adds to a number or takes from it, row after row. Columns
   * {@code <value>_low} and {@code <value>_high}, where there are any, are the ends of the change's
   * interval, NaN where a row has none; a change whose interval has 0 in it is pale.
   *
   * @param step the column that names the changes; the first row is where it begins
   * @param value the number after each change
   */
  public static Waterfall waterfall(Table table, String step, String value) {
    return Waterfall.of(table, step, value);
  }

  /**
   * Differences with their intervals, one below the other, and a line at zero. Columns
   * {@code <value>_low} and {@code <value>_high} are an interval's ends: infinite where it is open,
   * and then it is drawn to the edge; NaN where a row has none. In their place, the column
   * {@code <value>_std} may have half an interval's length, the same to either side. Columns
   * {@code <value>_lowest} and {@code <value>_highest}, where there are any, have the margins that
   * a difference is to stay within, NaN where there is none.
   *
   * @param name the column that names the rows
   * @throws IllegalArgumentException if an interval's low end lies above its high one
   */
  public static XYChart forest(Table table, String name, String value) {
    return Forest.of(table, name, value);
  }

  /** Points, one for each row, each with its name beside it. */
  public static XYChart scatter(Table table, String name, String x, String y) {
    String[] names = Columns.names(table, name);
    NamedPoints chart = styled(
        new NamedPoints(Look.WIDTH, Look.height(names.length)), Axis.label(x), Axis.label(y));
    chart.getStyler().setLegendVisible(false);
    double[] across = Columns.numbers(table, x);
    double[] up = Columns.numbers(table, y);
    for (int i = 0; i < names.length; i++) {
      if (!Double.isNaN(across[i]) && !Double.isNaN(up[i])) {
        chart.add(names[i], across[i], up[i]);
      }
    }
    return chart;
  }

  /**
   * Circles, one for each row: the picture of accuracy against cost, the area of a circle its third
   * quantity.
   *
   * @param area the column whose values are proportional to the circles' areas, such as
   *     {@code params}
   * @throws IllegalArgumentException if no row has all three values; a row that lacks one is left
   *     out
   */
  public static BubbleChart bubbles(Table table, String name, String x, String y, String area) {
    return Bubbles.chart(table, name, name, x, y, area);
  }

  /**
   * The same with one colour for all circles whose rows have the same value in the column
   * {@code family}, and a legend of the families.
   */
  public static BubbleChart bubbles(
      Table table, String family, String name, String x, String y, String area) {
    return Bubbles.chart(table, family, name, x, y, area);
  }

  /**
   * How often values fall where: bars over equal bins from the smallest to the largest value of all
   * series.
   *
   * @param quantity what is counted, with its unit
   */
  public static CategoryChart histogram(String quantity, int bins, Map<String, double[]> given) {
    Map<String, double[]> series = new LinkedHashMap<>();
    given.forEach((name, values) -> series.put(name, Columns.known(values)));
    DoubleSummaryStatistics all =
        series.values().stream().flatMapToDouble(Arrays::stream).summaryStatistics();
    if (all.getCount() == 0) {
      throw new IllegalArgumentException(
          "a histogram of %s needs at least one value, and got none".formatted(quantity));
    }
    double min = all.getMin();
    double max = all.getMax();
    CategoryChart chart = Look.of(new CategoryChartBuilder()
        .width(Look.WIDTH)
        .height(Look.HEIGHT)
        .xAxisTitle(quantity)
        .yAxisTitle("count")
        .build());
    series.forEach((name, values) -> {
      Histogram counted = new Histogram(boxed(values), bins, min, max);
      chart
          .addSeries(name, rounded(counted.getxAxisData(), max - min), counted.getyAxisData())
          .setFillColor(Look.translucent(chart.getSeriesCollection().size() - 1));
    });
    chart.getStyler().setLegendVisible(series.size() > 1);
    chart.getStyler().setOverlapped(true);
    chart.getStyler().setAvailableSpaceFill(0.96);
    chart.getStyler().setXAxisMaxLabelCount(9);
    chart.getStyler().setXAxisTickLabelsFormattingFunction(Axis::centre);
    return chart;
  }

  /**
   * Which classes are taken for which. The colours span the mistakes only; the diagonal, ten times
   * as large, would leave them all white.
   *
   * @param counts {@code counts[truth][prediction]}: examples
   * @throws IllegalArgumentException if the matrix isn't square, or not as wide as there are
   *     classes
   */
  public static HeatMapChart confusions(int[][] counts, List<String> classes) {
    return Confusions.chart(counts, classes);
  }

  /**
   * A value for each pair, as a colour from white, 0, to blue, the largest. Rows run from the top
   * down, in the table's order; a pair that the table lacks, or that has no value, stays empty.
   *
   * @param x the column that names the columns of the map
   * @param y the column that names its rows
   * @param value the numeric column, not negative
   */
  public static HeatMapChart heat(Table table, String x, String y, String value) {
    return Heat.chart(table, x, y, value);
  }

  /**
   * The same on a scale that several maps can share.
   *
   * @param darkest what the darkest colour stands for; larger values have it too
   * @throws IllegalArgumentException unless it is above 0
   */
  public static HeatMapChart heat(Table table, String x, String y, String value, double darkest) {
    return Heat.chart(table, x, y, value, darkest);
  }

  /**
   * Adds a dashed line at one height to a chart of lines: what they are to be compared with.
   *
   * @return the chart
   * @throws IllegalArgumentException if the chart has no line yet: the new one is as long as they
   *     are
   */
  public static XYChart level(XYChart chart, String name, double y) {
    DoubleSummaryStatistics across = chart.getSeriesCollection().stream()
        .flatMapToDouble(series -> Arrays.stream(series.getXData()))
        .summaryStatistics();
    if (across.getCount() == 0)
      throw new IllegalArgumentException(
          "the line '%s' is drawn across a chart's other lines, and there are none"
              .formatted(name));
    chart
        .addSeries(name, new double[] {across.getMin(), across.getMax()}, new double[] {y, y})
        .setMarker(SeriesMarkers.NONE)
        .setLineColor(Look.LEVEL)
        .setLineStyle(Look.DASHED);
    return chart;
  }

  private static XYChart xy(String x, String y) {
    return xy(x, y, Look.WIDTH, Look.HEIGHT);
  }

  /** A chart without lines yet, for those who add their own; sizes in CSS pixels. */
  public static XYChart xy(String x, String y, int width, int height) {
    return styled(new XYChart(width, height), x, y);
  }

  private static <C extends XYChart> C styled(C chart, String x, String y) {
    Look.of(chart);
    chart.setXAxisTitle(x);
    chart.setYAxisTitle(y);
    chart.getStyler().setXAxisTickLabelsFormattingFunction(Axis.ticks(x));
    return chart;
  }

  /**
   * Adds a line, without the points that have no value (an epoch that was not validated).
   *
   * @throws IllegalArgumentException if no point has one
   */
  public static void line(XYChart chart, String name, double[] x, double[] values) {
    double[] y = Columns.drawable(values);
    int[] known = IntStream.range(0, y.length).filter(i -> !Double.isNaN(y[i])).toArray();
    if (known.length == 0) {
      throw new IllegalArgumentException(
          "nothing to draw for '%s': it has no values that an axis can show".formatted(name));
    }
    double[] across = Arrays.stream(known).mapToDouble(i -> x[i]).toArray();
    boolean many = known.length > MARKED_POINTS;
    if (many) {
      Axis.atRoundNumbers(across);
    }
    var series = chart.addSeries(
        name, across, Arrays.stream(known).mapToDouble(i -> y[i]).toArray());
    if (many) {
      series.setMarker(SeriesMarkers.NONE);
    }
  }

  private static List<Double> spread(Table table, String value) {
    String column = value + "_std";
    return Columns.has(table, column) ? boxed(Columns.numbers(table, column)) : null;
  }

  private static List<Double> boxed(double[] values) {
    return Arrays.stream(values).boxed().toList();
  }

  /** Bin centres with as many digits as tell them apart. */
  private static List<Double> rounded(List<Double> centres, double range) {
    double unit = Math.pow(10, Math.floor(Math.log10(range)) - 2);
    List<Double> result = new ArrayList<>();
    centres.forEach(c -> result.add(Math.round(c / unit) * unit));
    return result;
  }
}
