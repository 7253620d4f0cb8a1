package sevennets.plot;

import java.awt.BasicStroke;
import java.awt.Color;
import java.util.Map;
import java.util.stream.IntStream;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.XYSeries.XYSeriesRenderStyle;
import org.knowm.xchart.style.lines.SeriesLines;
import org.knowm.xchart.style.markers.SeriesMarkers;
import tech.tablesaw.api.Table;

/** Means over several runs as lines, each in a band of the standard deviation to either side. */
final class Bands {
  private static final int OPACITY = 45;

  /** From the eighth line on, colours come again: these lines are dashed. */
  private static final BasicStroke DASHED =
      new BasicStroke(2.2f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, new float[] {7, 5}, 0);

  private Bands() {}

  static XYChart chart(String metric, Map<String, Table> groups) {
    XYChart chart = Plots.xy(Axis.label("epoch"), Axis.label(metric), Look.WIDTH, Look.HEIGHT);
    int number = 0;
    for (Map.Entry<String, Table> group : groups.entrySet()) {
      band(chart, group.getKey(), group.getValue(), metric, number++);
    }
    number = 0;
    for (Map.Entry<String, Table> group : groups.entrySet()) {
      line(chart, group.getKey(), group.getValue(), metric, number++);
    }
    return chart;
  }

  /** Whether a series is a band around another, and no line of its own. */
  static boolean isBand(XYSeries series) {
    return series
        .getXYSeriesRenderStyle()
        .filter(XYSeriesRenderStyle.PolygonArea::equals)
        .isPresent();
  }

  /**
   * Along the upper edge and back along the lower, over the epochs that have a standard deviation.
   */
  private static void band(XYChart chart, String name, Table table, String metric, int number) {
    double[] epochs = Columns.numbers(table, "epoch");
    double[] mean = Columns.numbers(table, metric);
    double[] deviation = Columns.numbers(table, metric + "_std");
    int[] known = IntStream.range(0, mean.length).filter(i -> deviation[i] > 0).toArray();
    if (known.length < 2) {
      return;
    }
    int n = known.length;
    double[] x = IntStream.range(0, 2 * n)
        .mapToDouble(i -> epochs[known[i < n ? i : 2 * n - 1 - i]])
        .toArray();
    double[] y = IntStream.range(0, 2 * n)
        .mapToDouble(i -> i < n
            ? mean[known[i]] + deviation[known[i]]
            : mean[known[2 * n - 1 - i]] - deviation[known[2 * n - 1 - i]])
        .toArray();
    XYSeries band = chart.addSeries(name + ", band", x, y);
    band.setXYSeriesRenderStyle(XYSeriesRenderStyle.PolygonArea);
    band.setFillColor(translucent(colour(number)));
    band.setLineColor(translucent(colour(number)));
    band.setLineStyle(SeriesLines.NONE);
    band.setMarker(SeriesMarkers.NONE);
    band.setShowInLegend(false);
  }

  private static void line(XYChart chart, String name, Table table, String metric, int number) {
    Plots.line(chart, name, Columns.numbers(table, "epoch"), Columns.numbers(table, metric));
    XYSeries line = chart.getSeries(name);
    line.setLineColor(colour(number));
    line.setMarkerColor(colour(number));
    line.setMarker(Look.MARKERS[number % Look.MARKERS.length]);
    if (number >= Look.SERIES.size()) {
      line.setLineStyle(DASHED);
    }
  }

  private static Color colour(int number) {
    return Look.SERIES.get(number % Look.SERIES.size());
  }

  private static Color translucent(Color colour) {
    return new Color(colour.getRed(), colour.getGreen(), colour.getBlue(), OPACITY);
  }
}
