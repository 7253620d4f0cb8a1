package sevennets.plot;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
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
 * interval says more than their size. A bar with a whisker twice as long shows the wrong one.
 */
final class Forest extends XYChart implements Spoken {
  /** CSS pixels of a row, and of axis and title. */
  private static final int ROW = 48, REST = 88;

  /** A row's name stands so much above its interval, as a part of the row. */
  private static final double ABOVE = 0.38;

  private static final int INDENT = 8;

  private static final BasicStroke WHISKER =
      new BasicStroke(2.6f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
  private static final BasicStroke DASHED =
      new BasicStroke(1.4f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, new float[] {5, 5}, 0);
  private static final Color ZERO = new Color(0x777777);

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
    Forest forest = Look.of(new Forest(names.length));
    forest.setXAxisTitle(Axis.label(value));
    forest.zero(names.length);
    for (int i = 0; i < names.length; i++)
      forest.row(names[i], names.length - 1 - i, middles[i], halves[i]);
    forest.style(names, middles, halves);
    return forest;
  }

  private void zero(int rows) {
    XYSeries line = addSeries("none", new double[] {0, 0}, new double[] {-0.5, rows - 0.5});
    line.setMarker(SeriesMarkers.NONE).setLineColor(ZERO).setLineStyle(DASHED);
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

  private void style(String[] names, double[] middles, double[] halves) {
    double low = 0, high = 0;
    for (int i = 0; i < names.length; i++) {
      double reach = Double.isNaN(halves[i]) ? 0 : halves[i];
      low = Math.min(low, middles[i] - reach);
      high = Math.max(high, middles[i] + reach);
    }
    double margin = high > low ? 0.08 * (high - low) : 1;
    getStyler().setAnnotationTextFont(Names.FONT).setAnnotationTextFontColor(Names.INK);
    getStyler().setYAxisMin(-0.5).setYAxisMax(names.length - 0.25).setYAxisTicksVisible(false);
    getStyler().setXAxisMin(low - margin).setXAxisMax(high + margin);
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
