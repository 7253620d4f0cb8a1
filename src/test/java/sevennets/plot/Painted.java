package sevennets.plot;

import de.erichseifert.vectorgraphics2d.VectorGraphics2D;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Shape;
import java.awt.geom.Area;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.internal.chartpart.IChart;

/** Where a chart's labels come to stand: XChart fills the outlines of letters in the font's ink. */
final class Painted extends VectorGraphics2D {
  private static final Color INK = new Color(0x222222);

  /** Labels whose letters are so near are read as one. */
  private static final float AROUND = 1f;

  private final List<Shape> labels = new ArrayList<>();

  private Painted() {}

  /** The outlines of all labels. */
  static List<Shape> labels(IChart chart) {
    if (chart instanceof XYChart lines) Beginnings.cut(lines);
    int height = chart.getHeight() + Legend.made(chart);
    Painted canvas = new Painted();
    chart.paint(canvas, chart.getWidth(), height);
    return canvas.labels;
  }

  /** The pairs of labels that touch, or all but touch. */
  static List<String> overlaps(IChart chart) {
    List<Shape> labels = labels(chart);
    Map<Shape, Area> dilated = new HashMap<>();
    List<String> overlaps = new ArrayList<>();
    for (int i = 0; i < labels.size(); i++)
      for (int j = 0; j < i; j++) {
        Rectangle2D one = labels.get(i).getBounds2D(), other = labels.get(j).getBounds2D();
        other.setRect(
            other.getX() - AROUND,
            other.getY() - AROUND,
            other.getWidth() + 2 * AROUND,
            other.getHeight() + 2 * AROUND);
        if (!one.intersects(other)) continue;
        Area common = new Area(dilated.computeIfAbsent(labels.get(i), Painted::dilated));
        common.intersect(dilated.computeIfAbsent(labels.get(j), Painted::dilated));
        if (!common.isEmpty()) overlaps.add(at(labels.get(i)) + " and " + at(labels.get(j)));
      }
    return overlaps;
  }

  private static Area dilated(Shape outline) {
    Area area = new Area(new BasicStroke(AROUND).createStrokedShape(outline));
    area.add(new Area(outline));
    return area;
  }

  private static String at(Shape label) {
    Rectangle2D box = label.getBounds2D();
    return "%.0f x %.0f at %.0f, %.0f"
        .formatted(box.getWidth(), box.getHeight(), box.getX(), box.getY());
  }

  @Override
  public void fill(Shape shape) {
    if (INK.equals(getColor()) && shape != null) {
      Shape moved = getTransform().createTransformedShape(shape);
      if (!moved.getBounds2D().isEmpty()) labels.add(moved);
    }
    super.fill(shape);
  }
}
