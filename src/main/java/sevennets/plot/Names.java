package sevennets.plot;

import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.knowm.xchart.AnnotationText;
import org.knowm.xchart.internal.chartpart.AxesChart;

/**
 * The names of points, written beside them. Where each has room is known only when the chart's
 * size, its axes and their scale are: so a chart is painted once to be measured.
 */
final class Names {
  static final Font FONT = new Font(Font.SANS_SERIF, Font.PLAIN, 12);
  static final Color INK = new Color(0x222222);

  /** Pixels kept free around a name. */
  private static final int AROUND = 2;

  private static final int RINGS = 24;

  private final List<Point> points = new ArrayList<>();
  private final List<AnnotationText> texts = new ArrayList<>();
  private final boolean onThePoint;

  private record Point(String name, double x, double y, double radius) {}

  /** @param onThePoint whether a name may stand on its own point, which is a circle to write on */
  Names(boolean onThePoint) {
    this.onThePoint = onThePoint;
  }

  /** @param radius of what is drawn at the point, in CSS pixels */
  void add(AxesChart<?, ?> chart, String name, double x, double y, double radius) {
    points.add(new Point(name, x, y, radius));
    AnnotationText text = new AnnotationText(name, x, y, false);
    texts.add(text);
    chart.addAnnotation(text);
    chart.getStyler().setAnnotationTextFont(FONT).setAnnotationTextFontColor(INK);
  }

  boolean isEmpty() {
    return points.isEmpty();
  }

  /**
   * Moves each name to the place nearest to its point that no other name takes.
   *
   * @param chart painted before, so that it knows where its points are
   * @param plot what the axes enclose, in CSS pixels
   */
  void place(AxesChart<?, ?> chart, Rectangle2D plot) {
    Graphics2D scratch = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB).createGraphics();
    FontMetrics metrics = scratch.getFontMetrics(FONT);
    scratch.dispose();
    List<Rectangle2D> taken = new ArrayList<>();
    if (!onThePoint) points.forEach(point -> taken.add(mark(chart, point)));
    for (int i = 0; i < points.size(); i++) {
      Point point = points.get(i);
      double width = metrics.stringWidth(point.name) + 2 * AROUND,
          height = metrics.getHeight() + 2 * AROUND;
      Rectangle2D free = offsets(point.radius, width, height)
          .map(offset -> new Rectangle2D.Double(
              chart.getScreenXFromChart(point.x) + offset[0] - width / 2,
              chart.getScreenYFromChart(point.y) + offset[1] - height / 2,
              width,
              height))
          .filter(box -> plot.contains(box) && taken.stream().noneMatch(box::intersects))
          .findFirst()
          .orElse(null);
      if (free == null) continue;
      taken.add(free);
      texts.get(i).setX(chart.getChartXFromCoordinate((int) Math.round(free.getCenterX())));
      texts.get(i).setY(chart.getChartYFromCoordinate((int) Math.round(free.getCenterY())));
    }
  }

  private static Rectangle2D mark(AxesChart<?, ?> chart, Point point) {
    return new Rectangle2D.Double(
        chart.getScreenXFromChart(point.x) - point.radius,
        chart.getScreenYFromChart(point.y) - point.radius,
        2 * point.radius,
        2 * point.radius);
  }

  /** From a point to the middles of places for its name, the best first, the farthest last. */
  private Stream<double[]> offsets(double radius, double width, double height) {
    double aside = width / 2 + radius + 1, above = height / 2 + radius + 1;
    Stream<double[]> near = onThePoint
        ? Stream.of(new double[] {0, 0})
        : Stream.of(new double[] {aside, 0}, new double[] {-aside, 0});
    double first = onThePoint ? height : above;
    return Stream.concat(near, IntStream.range(0, RINGS).boxed().flatMap(ring -> {
      double down = first + ring * height / 2;
      return Stream.of(0, 1, -1, 2, -2)
          .flatMap(side -> Stream.of(
              new double[] {side * aside / 2, -down}, new double[] {side * aside / 2, down}));
    }));
  }
}
