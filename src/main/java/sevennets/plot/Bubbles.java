package sevennets.plot;

import java.awt.Color;
import java.awt.Font;
import java.util.Arrays;
import org.knowm.xchart.AnnotationText;
import org.knowm.xchart.BubbleChart;
import org.knowm.xchart.BubbleChartBuilder;
import tech.tablesaw.api.Table;

/** Circles whose area is a third quantity, each named beside its centre. */
final class Bubbles {
  /** The largest circle's diameter, in pixels. */
  private static final double LARGEST = 64;

  /** Room for the circles and their names beyond the outermost centres, as a fraction of the axis. */
  private static final double MARGIN = 0.18;

  private Bubbles() {}

  static BubbleChart chart(Table table, String name, String x, String y, String area) {
    BubbleChart chart =
        Look.of(
            new BubbleChartBuilder()
                .width(Look.WIDTH)
                .height(Look.HEIGHT)
                .title("circle area: " + Axis.label(area))
                .xAxisTitle(Axis.label(x))
                .yAxisTitle(Axis.label(y))
                .build());
    chart.getStyler().setLegendVisible(false);
    chart.getStyler().setAnnotationTextFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
    String[] names = Columns.names(table, name);
    double[] across = Columns.numbers(table, x);
    double[] up = Columns.numbers(table, y);
    double[] diameters = diameters(Columns.numbers(table, area));
    frame(chart, across, up);
    for (int i = 0; i < names.length; i++) {
      chart
          .addSeries(names[i], new double[] {across[i]}, new double[] {up[i]}, new double[] {diameters[i]})
          .setFillColor(Look.translucent(i));
      chart.addAnnotation(new AnnotationText(names[i], across[i], up[i], false));
    }
    return chart;
  }

  /** Diameters in pixels: a circle's area goes with the square of its diameter. */
  static double[] diameters(double[] areas) {
    double largest = Arrays.stream(areas).max().orElse(1);
    return Arrays.stream(areas).map(a -> LARGEST * Math.sqrt(a / largest)).toArray();
  }

  private static void frame(BubbleChart chart, double[] x, double[] y) {
    double marginX = MARGIN * range(x);
    double marginY = MARGIN * range(y);
    chart.getStyler().setXAxisMin(min(x) - marginX).setXAxisMax(max(x) + marginX);
    chart.getStyler().setYAxisMin(min(y) - marginY).setYAxisMax(max(y) + marginY);
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
