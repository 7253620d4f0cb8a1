package sevennets.plot;

import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.knowm.xchart.HeatMapChart;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.internal.chartpart.IChart;
import sevennets.files.Escape;

/**
 * A picture ready to be shown or stored: PNG bytes, the size to show it at, and the text for those
 * who can't see it.
 *
 * <pre>{@code
 * Figure.of(Plots.bars(table, "layer", "params")).save(Path.of("params.png"));  // with an alternative text
 * }</pre>
 *
 * @param png the picture, in up to twice the pixels it is shown at, so that it is sharp on a dense
 *     screen
 * @param width in CSS pixels
 * @param height in CSS pixels
 * @param altText what the picture shows
 */
public record Figure(byte[] png, int width, int height, String altText) {
  private static final int DENSITY = 2;

  public static Figure of(IChart chart) {
    if (chart instanceof XYChart lines) Beginnings.cut(lines);
    int width = chart.getWidth();
    int height = chart.getHeight() + Legend.made(chart);
    BufferedImage image =
        new BufferedImage(DENSITY * width, DENSITY * height, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = image.createGraphics();
    g.scale(DENSITY, DENSITY);
    chart.paint(g, width, height);
    g.dispose();
    BufferedImage reduced =
        chart instanceof HeatMapChart ? Palette.reduceWithScale(image) : Palette.reduce(image);
    return new Figure(Png.encode(reduced), width, height, AltText.of(chart));
  }

  public static Figure of(ImageGrid grid) {
    BufferedImage image = grid.image();
    return new Figure(
        Png.encode(Palette.exact(image)),
        image.getWidth() / DENSITY,
        image.getHeight() / DENSITY,
        grid.altText());
  }

  /** An HTML element with the picture in it: it needs no file beside the page. */
  public String html() {
    return html("data:image/png;base64," + Base64.getEncoder().encodeToString(png));
  }

  /** An HTML element that shows the picture as it was stored beside the page. */
  public String html(String source) {
    return "<img alt=\"%s\" width=\"%d\" height=\"%d\" src=\"%s\">"
        .formatted(Escape.html(altText), width, height, Escape.html(source));
  }

  /** Stores the picture. */
  public void save(Path file) {
    try {
      Files.write(file, png);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the figure to '%s'".formatted(file), e);
    }
  }
}
