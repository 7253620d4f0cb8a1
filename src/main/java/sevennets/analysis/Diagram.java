package sevennets.analysis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import sevennets.analysis.Outline.Box;
import sevennets.analysis.Outline.Fold;
import sevennets.files.Escape;
import sevennets.graph.Graph;

/**
 * A drawing of a network or of a block: boxes from the input down to the scores, and the wires
 * between them.
 *
 * <pre>{@code
 * Diagram.of("ResNet-20", graph).save(Path.of("resnet20.svg"));
 * }</pre>
 *
 * @param body what is drawn, SVG elements that take the colour of lines and letters from where they
 *     stand
 * @param width in CSS pixels
 * @param height in CSS pixels
 * @param altText the drawing in words
 */
public record Diagram(String body, int width, int height, String altText) {
  private static final int CAPTION = 26, BETWEEN = 36;

  /** What a projector of 1280 x 720 shows beside a heading, in CSS pixels. */
  static final int WIDEST = 1200, HIGHEST = 620;

  /**
   * As fine as fits a projector: small nets layer by layer, deep ones block by block or stage by
   * stage.
   */
  public static Diagram of(String name, Graph graph) {
    return Stream.of(Fold.LAYERS, Fold.BLOCKS)
        .map(fold -> of(name, Outline.of(graph, fold)))
        .filter(Diagram::fits)
        .findFirst()
        .orElseGet(() -> of(name, Outline.of(graph, Fold.STAGES)));
  }

  /** {@code outline}, laid out. */
  public static Diagram of(String name, Outline outline) {
    return drawn(name, outline, Look.NET);
  }

  /**
   * Every layer of a block, and in each box a bar as long as it has channels. A block too long for
   * a projector is drawn as a net is.
   */
  public static Diagram of(String name, Block block) {
    Diagram diagram = drawn(name, Outline.of(block.graph(), Fold.LAYERS), Look.BLOCK);
    return diagram.fits() ? diagram : of(name, block.graph());
  }

  private boolean fits() {
    return width <= WIDEST && height <= HIGHEST;
  }

  private static Diagram drawn(String name, Outline outline, Look look) {
    Layout layout = Layout.of(outline, look);
    String chain =
        outline.boxes().stream().map(Diagram::spoken).collect(Collectors.joining(", then "));
    String boxes = outline.boxes().size() + " boxes";
    String words = name.isEmpty() ? boxes : name + ", " + boxes;
    return new Diagram(layout.svg(), layout.width(), layout.height(), words + ": " + chain + ".");
  }

  private static String spoken(Box box) {
    String what = box.detail().isEmpty() ? box.title() : box.title() + " (" + box.detail() + ")";
    return what + " of " + Look.shape(box);
  }

  /** With a line above it that says what it shows. */
  public Diagram captioned(String caption) {
    double letters = caption.length() * 8.5;
    int wide = Math.max(width, (int) Math.ceil(letters));
    String line =
        "<text x=\"%d\" y=\"16\" text-anchor=\"middle\" font-size=\"15\" font-weight=\"bold\" fill=\"currentColor\">%s</text>%n"
            .formatted(wide / 2, Escape.html(caption));
    return new Diagram(line + moved((wide - width) / 2, CAPTION), wide, height + CAPTION, altText);
  }

  /** This drawing on the left, {@code other} on the right, as plain beside residual. */
  public Diagram beside(Diagram other) {
    return new Diagram(
        moved(0, 0) + other.moved(width + BETWEEN, 0),
        width + BETWEEN + other.width,
        Math.max(height, other.height),
        altText + " Beside it: " + other.altText);
  }

  private String moved(int right, int down) {
    return "<g transform=\"translate(%d %d)\">%n%s</g>%n".formatted(right, down, body);
  }

  /** A file of its own: dark on white, wherever it is shown. */
  public String svg() {
    return element("color:#222;background:#fff;");
  }

  /** For a page: in the page's own colours, light or dark. */
  public String html() {
    return element("");
  }

  private String element(String style) {
    return ("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%1$d\" height=\"%2$d\" viewBox=\"0 0 %1$d %2$d\" "
            + "role=\"img\" aria-label=\"%3$s\" style=\"%4$smax-width:100%%;height:auto\" font-family=\"sans-serif\">%n%5$s</svg>%n")
        .formatted(width, height, Escape.html(altText), style, body);
  }

  /** Stores the drawing. */
  public void save(Path file) {
    try {
      Files.writeString(file, svg());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the diagram to '%s'".formatted(file), e);
    }
  }
}
