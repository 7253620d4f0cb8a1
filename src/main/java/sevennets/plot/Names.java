package sevennets.plot;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.DoubleStream;
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

  /**
   * How far from its point a name may stand, and by how much the places tried differ, in pixels.
   */
  private static final int FARTHEST = 120, STEP = 3;

  /** Of two places as near: rather level with the point than above it, rather right than left. */
  private static final double BESIDE_FIRST = 0.05, RIGHT_FIRST = 0.1;

  /** A name farther off than this is joined to its point by a line. */
  private static final int JOINED_FROM = 8;

  static final Color JOIN = new Color(0x999999);

  private final List<Point> points = new ArrayList<>();
  private final List<AnnotationText> texts = new ArrayList<>();
  private final List<Line2D> joins = new ArrayList<>();
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
    joins.clear();
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
      join(chart, point, free);
      texts.get(i).setX(chart.getChartXFromCoordinate((int) Math.round(free.getCenterX())));
      texts.get(i).setY(chart.getChartYFromCoordinate((int) Math.round(free.getCenterY())));
    }
  }

  private void join(AxesChart<?, ?> chart, Point point, Rectangle2D name) {
    double x = chart.getScreenXFromChart(point.x), y = chart.getScreenYFromChart(point.y);
    double toX = Math.max(name.getMinX(), Math.min(x, name.getMaxX())),
        toY = Math.max(name.getMinY(), Math.min(y, name.getMaxY()));
    if (Math.hypot(toX - x, toY - y) > point.radius + JOINED_FROM)
      joins.add(new Line2D.Double(x, y, toX, toY));
  }

  /** Lines from points to those of their names that found no place beside them. */
  void drawJoins(Graphics2D g) {
    g.setColor(JOIN);
    g.setStroke(new BasicStroke(1));
    joins.forEach(g::draw);
  }

  private static Rectangle2D mark(AxesChart<?, ?> chart, Point point) {
    return new Rectangle2D.Double(
        chart.getScreenXFromChart(point.x) - point.radius,
        chart.getScreenYFromChart(point.y) - point.radius,
        2 * point.radius,
        2 * point.radius);
  }

  /** From a point to the middles of places for its name, the nearest to the point first. */
  private Stream<double[]> offsets(double radius, double width, double height) {
    Stream<double[]> onIt = onThePoint ? Stream.of(new double[] {0, 0}) : Stream.empty();
    return Stream.concat(
        onIt,
        steps(width / 2 + radius + 1)
            .boxed()
            .flatMap(across ->
                steps(height / 2 + radius + 1).mapToObj(down -> new double[] {across, down}))
            .filter(offset -> onThePoint || gap(offset, width, height) > radius)
            .sorted(Comparator.comparing(offset -> gap(offset, width, height)
                + BESIDE_FIRST * Math.abs(offset[1])
                + (offset[0] < 0 ? RIGHT_FIRST : 0))));
  }

  /** Along one direction: at the point, where the name just touches it, and in steps around. */
  private static DoubleStream steps(double touching) {
    return IntStream.rangeClosed((int) -touching / STEP, FARTHEST / STEP)
        .mapToDouble(step -> touching + step * STEP)
        .flatMap(offset -> DoubleStream.of(offset, -offset, 0))
        .distinct();
  }

  /** From a point to the nearest edge of its name. */
  private static double gap(double[] offset, double width, double height) {
    return Math.hypot(
        Math.max(0, Math.abs(offset[0]) - width / 2),
        Math.max(0, Math.abs(offset[1]) - height / 2));
  }
}
