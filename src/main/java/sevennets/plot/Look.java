package sevennets.plot;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.util.List;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** The one look of every chart. */
final class Look {
  static final int WIDTH = 640;
  static final int HEIGHT = 400;

  /** More points than this, each with its name, need a higher chart. */
  private static final int MANY = 12;

  /**
   * Okabe and Ito's colours (Color Universal Design, 2008), told apart by readers with any of the
   * common colour blindnesses; their yellow is left out, which a projector turns into white.
   */
  static final List<Color> SERIES = List.of(
      new Color(0x0072B2), // blue
      new Color(0xD55E00), // vermilion
      new Color(0x009E73), // bluish green
      new Color(0xCC79A7), // reddish purple
      new Color(0xE69F00), // orange
      new Color(0x56B4E9), // sky blue
      new Color(0x000000));

  private static final int ALPHA = 110;

  static final Marker[] MARKERS = {
    SeriesMarkers.CIRCLE,
    SeriesMarkers.SQUARE,
    SeriesMarkers.DIAMOND,
    SeriesMarkers.TRIANGLE_UP,
    SeriesMarkers.TRIANGLE_DOWN,
    SeriesMarkers.CROSS,
    SeriesMarkers.PLUS
  };

  /** One stroke for all: seven dash patterns beside seven markers and colours are noise. */
  private static final BasicStroke LINE =
      new BasicStroke(2.2f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);

  /** Of a line that others are compared with. */
  static final BasicStroke DASHED =
      new BasicStroke(1.4f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, new float[] {5, 5}, 0);

  static final Color LEVEL = new Color(0x777777);

  private Look() {}

  /** Of a chart with so many named points. */
  static int height(int names) {
    return names > MANY ? HEIGHT * 3 / 2 : HEIGHT;
  }

  static <C extends Chart<? extends AxesChartStyler, ?>> C of(C chart) {
    AxesChartStyler styler = chart.getStyler();
    colours(styler);
    fonts(styler);
    styler.setSeriesMarkers(MARKERS);
    styler.setSeriesLines(new BasicStroke[] {LINE});
    styler.setMarkerSize(7);
    styler.setLegendPosition(LegendPosition.OutsideS);
    styler.setLegendLayout(AxesChartStyler.LegendLayout.Horizontal);
    styler.setPlotContentSize(0.97);
    styler.setChartPadding(8);
    styler.setYAxisTickLabelsFormattingFunction(Axis::tick);
    styler.setAntiAlias(true);
    return chart;
  }

  /**
   * A series' colour through which what lies behind is still seen, and so pale that a name can be
   * read on the darkest of them.
   */
  static Color translucent(int series) {
    Color colour = SERIES.get(series % SERIES.size());
    return new Color(colour.getRed(), colour.getGreen(), colour.getBlue(), ALPHA);
  }

  private static void colours(AxesChartStyler styler) {
    Color ink = new Color(0x222222);
    Color grid = new Color(0xDDDDDD);
    styler.setChartBackgroundColor(Color.WHITE);
    styler.setPlotBackgroundColor(Color.WHITE);
    styler.setLegendBackgroundColor(Color.WHITE);
    styler.setLegendBorderColor(Color.WHITE);
    styler.setPlotBorderColor(grid);
    styler.setPlotGridLinesColor(grid);
    styler.setPlotGridLinesStroke(new BasicStroke(1f));
    styler.setChartFontColor(ink);
    styler.setAxisTickLabelsColor(ink);
    styler.setSeriesColors(SERIES.toArray(Color[]::new));
    styler.setErrorBarsColor(ink);
  }

  private static void fonts(AxesChartStyler styler) {
    styler.setChartTitleFont(new Font(Font.SANS_SERIF, Font.BOLD, 15));
    styler.setAxisTitleFont(new Font(Font.SANS_SERIF, Font.PLAIN, 14));
    styler.setAxisTickLabelsFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
    styler.setLegendFont(new Font(Font.SANS_SERIF, Font.PLAIN, 13));
  }
}
