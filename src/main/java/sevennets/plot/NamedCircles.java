package sevennets.plot;

import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import org.knowm.xchart.BubbleChart;

/** Circles, each with its name on it, or as near as keeps it off the others. */
final class NamedCircles extends BubbleChart {
  private final Names names = new Names(true);
  private final List<String> leftOut = new ArrayList<>();

  NamedCircles(int width, int height) {
    super(width, height);
  }

  void name(String name, double x, double y, double diameter) {
    names.add(this, name, x, y, diameter / 2);
  }

  /** A circle that lacks its place or its size. */
  void leaveOut(String name) {
    leftOut.add(name);
  }

  List<String> leftOut() {
    return leftOut;
  }

  @Override
  public void paint(Graphics2D g, int width, int height) {
    Graphics2D scratch = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB).createGraphics();
    super.paint(scratch, width, height);
    scratch.dispose();
    names.place(this, plot.getBounds());
    super.paint(g, width, height);
    names.drawJoins(g);
  }
}
