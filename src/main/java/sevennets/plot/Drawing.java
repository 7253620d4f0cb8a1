package sevennets.plot;

import de.erichseifert.vectorgraphics2d.Document;
import de.erichseifert.vectorgraphics2d.VectorGraphics2D;
import de.erichseifert.vectorgraphics2d.svg.SVGProcessor;
import de.erichseifert.vectorgraphics2d.util.PageSize;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.internal.chartpart.IChart;
import sevennets.files.Escape;

/**
 * A chart as SVG, sharp at any size, for a page.
 *
 * <pre>{@code
 * Drawing.of(Plots.bars(table, "layer", "params")).save(Path.of("params.svg"));
 * }</pre>
 *
 * @param svg the file's text
 * @param altText what the chart shows; the file has it as its title
 */
public record Drawing(String svg, String altText) {

  public static Drawing of(IChart chart) {
    if (chart instanceof XYChart lines) Beginnings.cut(lines);
    int height = chart.getHeight() + Legend.made(chart);
    VectorGraphics2D canvas = new VectorGraphics2D();
    chart.paint(canvas, chart.getWidth(), height);
    Document document = new SVGProcessor()
        .getDocument(canvas.getCommands(), new PageSize(0, 0, chart.getWidth(), height));
    String altText = AltText.of(chart);
    return new Drawing(titled(concise(text(document)), altText), altText);
  }

  /** Stores the drawing. */
  public void save(Path file) {
    try {
      Files.writeString(file, svg);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the drawing to '%s'".formatted(file), e);
    }
  }

  private static String text(Document document) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      document.writeTo(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // memory does not fail
    }
    return Escape.xmlCharacters(bytes.toString(StandardCharsets.UTF_8));
  }

  /**
   * Hundredths of a pixel are enough; and paths are numbered, not named by chance, so that one
   * chart always makes one file.
   */
  private static String concise(String svg) {
    List<String> clips = Pattern.compile("clip\\d+")
        .matcher(svg)
        .results()
        .map(MatchResult::group)
        .distinct()
        .toList();
    return Pattern.compile("clip\\d+")
        .matcher(svg.replaceAll("(\\.\\d\\d)\\d+", "$1"))
        .replaceAll(clip -> "clip-" + (clips.indexOf(clip.group()) + 1));
  }

  private static String titled(String svg, String title) {
    int body = svg.indexOf('>', svg.indexOf("<svg")) + 1;
    return svg.substring(0, body) + "<title>" + Escape.html(title) + "</title>"
        + svg.substring(body);
  }
}
