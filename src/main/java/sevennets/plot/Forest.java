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
import org.knowm.xchart.AnnotationText;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.markers.SeriesMarkers;
import tech.tablesaw.api.Table;

/**
 * Intervals one below the other, each with its middle, and a line at zero: for differences, whose
 * interval says more than their size. A bar with a whisker twice as long shows the wrong one. Where
 * a difference is to stay within margins, they are marked beside its interval.
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

  private final List<String> told = new ArrayList<>();
  private final Map<String, AnnotationText> names = new LinkedHashMap<>();

  private Forest(int rows) {
    super(Look.WIDTH, REST + ROW * rows);
  }

  static Forest of(Table table, String name, String value) {
    String[] names = Columns.names(table, name);
    double[] middles = Columns.numbers(table, value);
    double[] halves = Columns.has(table, value + "_std")
        ? Columns.numbers(table, value + "_std")
        : new double[names.length];
    double[] lowest = margins(table, value + "_lowest"),
        highest = margins(table, value + "_highest");
    Forest forest = Look.of(new Forest(names.length));
    forest.setXAxisTitle(Axis.label(value));
    forest.zero(names.length);
    for (int i = 0; i < names.length; i++) {
      int place = names.length - 1 - i;
      forest.row(names[i], place, middles[i], halves[i]);
      forest.margin("lowest", place, lowest[i]);
      forest.margin("highest", place, highest[i]);
    }
    forest.style();
    return forest;
  }

  /** NaN where a row has none. */
  private static double[] margins(Table table, String column) {
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

  private void row(String name, int place, double middle, double half) {
    AnnotationText text = new AnnotationText(name, middle, place + ABOVE, false);
    names.put(name, text);
    addAnnotation(text);
    if (Double.isNaN(middle)) {
      told.add(name + " no value");
      return;
    }
    double reach = Double.isNaN(half) ? 0 : half;
    XYSeries whisker = addSeries(
        "interval of row " + place,
        new double[] {middle - reach, middle + reach},
        new double[] {place, place});
    whisker.setMarker(SeriesMarkers.NONE).setLineStyle(WHISKER).setLineColor(Look.SERIES.get(0));
    addSeries("row " + place, new double[] {middle}, new double[] {place})
        .setMarker(SeriesMarkers.SQUARE)
        .setMarkerColor(Look.SERIES.get(0));
    told.add("%s %s (%s to %s)"
        .formatted(
            name,
            AltText.number(middle),
            AltText.number(middle - reach),
            AltText.number(middle + reach)));
  }

  private void style() {
    DoubleSummaryStatistics drawn = getSeriesCollection().stream()
        .flatMapToDouble(series -> Arrays.stream(series.getXData()))
        .summaryStatistics();
    double range = drawn.getMax() - drawn.getMin(), margin = range > 0 ? 0.08 * range : 1;
    getStyler().setAnnotationTextFont(Names.FONT).setAnnotationTextFontColor(Names.INK);
    getStyler().setYAxisMin(-0.5).setYAxisMax(names.size() - 0.25).setYAxisTicksVisible(false);
    getStyler().setXAxisMin(drawn.getMin() - margin).setXAxisMax(drawn.getMax() + margin);
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
