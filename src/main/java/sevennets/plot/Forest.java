package sevennets.plot;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.knowm.xchart.AnnotationText;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.markers.SeriesMarkers;
import tech.tablesaw.api.Table;

/**
 * Intervals one below the other, each with its middle, and a line at zero: for differences, whose
 * interval says more than their size. A bar with a whisker twice as long shows the wrong one. An
 * interval that is open at one end runs on to the edge. Where a difference is to stay within
 * margins, they are marked beside its interval.
 */
final class Forest extends XYChart implements Spoken {
  /** CSS pixels of a row, and of axis and title. */
  private static final int ROW = 48, REST = 88;

  /** A row's name stands so much above its interval, as a part of the row. */
  private static final double ABOVE = 0.38;

  private static final int INDENT = 8;

  private static final BasicStroke WHISKER =
      new BasicStroke(2.6f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
  private static final Color MARGIN = Look.SERIES.get(1);

  /** A margin's mark reaches so far above and below its interval, as a part of the row. */
  private static final double MARK = 0.2;

  /** From one end to the other, infinite where it is open; NaN where there is none. */
  private record Interval(double low, double high) {
    static Interval around(double middle, double half) {
      return new Interval(middle - half, middle + half);
    }

    /** What is open at both ends says nothing. */
    boolean isKnown() {
      boolean missing = Double.isNaN(low) || Double.isNaN(high);
      return !missing && (Double.isFinite(low) || Double.isFinite(high));
    }

    String words() {
      if (!isKnown()) return "no interval";
      return "%s to %s"
          .formatted(
              Double.isInfinite(low) ? "any less" : AltText.number(low),
              Double.isInfinite(high) ? "any more" : AltText.number(high));
    }
  }

  private final List<String> told = new ArrayList<>();
  private final Map<String, AnnotationText> names = new LinkedHashMap<>();

  private Forest(int rows) {
    super(Look.WIDTH, REST + ROW * rows);
  }

  static Forest of(Table table, String name, String value) {
    String[] names = Columns.names(table, name);
    double[] middles = Columns.numbers(table, value);
    List<Interval> intervals = intervals(table, name, value);
    double[] lowest = orNone(table, value + "_lowest"), highest = orNone(table, value + "_highest");
    Forest forest = Look.of(new Forest(names.length));
    forest.setXAxisTitle(Axis.label(value));
    forest.axis(Stream.of(
            middles,
            lowest,
            highest,
            ends(intervals, Interval::low),
            ends(intervals, Interval::high))
        .flatMapToDouble(Arrays::stream));
    forest.zero(names.length);
    for (int i = 0; i < names.length; i++) {
      int place = names.length - 1 - i;
      forest.row(names[i], place, middles[i], intervals.get(i));
      forest.margin("lowest", place, lowest[i]);
      forest.margin("highest", place, highest[i]);
    }
    forest.style();
    return forest;
  }

  /** By their ends where the table has them, or else by their halves. */
  private static List<Interval> intervals(Table table, String name, String value) {
    String low = value + "_low", high = value + "_high";
    if (Columns.has(table, low) || Columns.has(table, high)) {
      double[] lows = Columns.ends(table, low), highs = Columns.ends(table, high);
      requireInOrder(table, name, value, lows, highs);
      return rows(table, row -> new Interval(lows[row], highs[row]));
    }
    double[] middles = Columns.numbers(table, value), halves = orNone(table, value + "_std");
    return rows(table, row -> Interval.around(middles[row], halves[row]));
  }

  private static List<Interval> rows(Table table, IntFunction<Interval> interval) {
    return IntStream.range(0, table.rowCount()).mapToObj(interval).toList();
  }

  private static void requireInOrder(
      Table table, String name, String value, double[] lows, double[] highs) {
    for (int row = 0; row < lows.length; row++)
      if (lows[row] > highs[row])
        throw new IllegalArgumentException(
            "an interval's low end must not lie above its high one; row '%s' of table '%s' has %s_low %s and %s_high %s"
                .formatted(
                    Columns.names(table, name)[row],
                    table.name(),
                    value,
                    lows[row],
                    value,
                    highs[row]));
  }

  private static double[] ends(List<Interval> intervals, ToDoubleFunction<Interval> end) {
    return intervals.stream().filter(Interval::isKnown).mapToDouble(end).toArray();
  }

  /** NaN where a row has none. */
  private static double[] orNone(Table table, String column) {
    if (Columns.has(table, column)) return Columns.numbers(table, column);
    double[] none = new double[table.rowCount()];
    Arrays.fill(none, Double.NaN);
    return none;
  }

  private void margin(String which, int place, double at) {
    if (Double.isNaN(at)) return;
    addSeries(which + " of row " + place, new double[] {at, at}, new double[] {
          place - MARK, place + MARK
        })
        .setMarker(SeriesMarkers.NONE)
        .setLineColor(MARGIN)
        .setLineStyle(WHISKER);
    int row = told.size() - 1;
    told.set(row, "%s, %s allowed %s".formatted(told.get(row), which, AltText.number(at)));
  }

  private void zero(int rows) {
    XYSeries line = addSeries("none", new double[] {0, 0}, new double[] {-0.5, rows - 0.5});
    line.setMarker(SeriesMarkers.NONE).setLineColor(Look.LEVEL).setLineStyle(Look.DASHED);
  }

  private void row(String name, int place, double middle, Interval interval) {
    AnnotationText text = new AnnotationText(name, middle, place + ABOVE, false);
    names.put(name, text);
    addAnnotation(text);
    if (Double.isNaN(middle)) {
      told.add(name + " no value");
      return;
    }
    if (interval.isKnown()) whisker(place, interval);
    addSeries("row " + place, new double[] {middle}, new double[] {place})
        .setMarker(SeriesMarkers.SQUARE)
        .setMarkerColor(Look.SERIES.get(0));
    told.add("%s %s (%s)".formatted(name, AltText.number(middle), interval.words()));
  }

  /** An open end runs on to the edge. */
  private void whisker(int place, Interval interval) {
    double left = Math.max(interval.low, getStyler().getXAxisMin()),
        right = Math.min(interval.high, getStyler().getXAxisMax());
    XYSeries whisker = addSeries(
        "interval of row " + place, new double[] {left, right}, new double[] {place, place});
    whisker.setMarker(SeriesMarkers.NONE).setLineStyle(WHISKER).setLineColor(Look.SERIES.get(0));
  }

  /** As long as zero and the finite values need. */
  private void axis(DoubleStream values) {
    DoubleSummaryStatistics drawn = DoubleStream.concat(DoubleStream.of(0), values)
        .filter(Double::isFinite)
        .summaryStatistics();
    double range = drawn.getMax() - drawn.getMin(), margin = range > 0 ? 0.08 * range : 1;
    getStyler().setXAxisMin(drawn.getMin() - margin).setXAxisMax(drawn.getMax() + margin);
  }

  private void style() {
    getStyler().setAnnotationTextFont(Names.FONT).setAnnotationTextFontColor(Names.INK);
    getStyler().setYAxisMin(-0.5).setYAxisMax(names.size() - 0.25).setYAxisTicksVisible(false);
    getStyler().setXAxisTickLabelsFormattingFunction(Axis::tick);
    getStyler().setLegendVisible(false).setMarkerSize(10).setPlotContentSize(1);
  }

  /** Names begin at the left edge, wherever the axes leave it. */
  @Override
  public void paint(Graphics2D g, int width, int height) {
    Graphics2D scratch = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB).createGraphics();
    super.paint(scratch, width, height);
    names.forEach((name, text) -> {
      double half = scratch.getFontMetrics(Names.FONT).stringWidth(name) / 2.0;
      text.setX(getChartXFromCoordinate((int) Math.round(plot.getBounds().getX() + INDENT + half)));
    });
    scratch.dispose();
    super.paint(g, width, height);
  }

  @Override
  public String altText() {
    return "Forest plot of %s, zero marked: %s."
        .formatted(getXAxisTitle(), String.join("; ", told));
  }
}
