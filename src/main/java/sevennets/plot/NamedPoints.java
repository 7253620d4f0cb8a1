package sevennets.plot;

import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import org.knowm.xchart.XYChart;

/** Points, each with its name beside it: a legend of twenty markers would have to be learnt. */
final class NamedPoints extends XYChart {
  private static final double RADIUS = 5;

  private final Names names = new Names(false);

  NamedPoints(int width, int height) {
    super(width, height);
  }

  void add(String name, double x, double y) {
    addSeries(name, new double[] {x}, new double[] {y});
    names.add(this, name, x, y, RADIUS);
  }

  @Override
  public void paint(Graphics2D g, int width, int height) {
    if (!names.isEmpty()) {
      Graphics2D scratch = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB).createGraphics();
      super.paint(scratch, width, height);
      scratch.dispose();
      names.place(this, plot.getBounds());
    }
    super.paint(g, width, height);
    names.drawJoins(g);
  }
}
