package sevennets.analysis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.eclipse.elk.alg.layered.options.LayeredMetaDataProvider;
import org.eclipse.elk.alg.layered.options.LayeredOptions;
import org.eclipse.elk.alg.layered.options.WrappingStrategy;
import org.eclipse.elk.core.RecursiveGraphLayoutEngine;
import org.eclipse.elk.core.data.LayoutMetaDataService;
import org.eclipse.elk.core.math.ElkPadding;
import org.eclipse.elk.core.options.CoreOptions;
import org.eclipse.elk.core.options.Direction;
import org.eclipse.elk.core.options.EdgeRouting;
import org.eclipse.elk.core.util.BasicProgressMonitor;
import org.eclipse.elk.graph.ElkBendPoint;
import org.eclipse.elk.graph.ElkEdge;
import org.eclipse.elk.graph.ElkEdgeSection;
import org.eclipse.elk.graph.ElkNode;
import org.eclipse.elk.graph.util.ElkGraphUtil;
import sevennets.analysis.Outline.Box;
import sevennets.analysis.Outline.Kind;
import sevennets.analysis.Outline.Wire;
import sevennets.files.Escape;
import sevennets.graph.Graph;

/**
 * A drawing of a network: boxes from the input down to the scores, wider the more channels they
 * pass on, and the wires between them.
 *
 * @param svg the drawing, an {@code <svg>} element
 * @param width in CSS pixels
 * @param height in CSS pixels
 * @param altText the drawing in words
 */
public record Diagram(String svg, int width, int height, String altText) {

  private static final int LINE = 15, MARGIN = 8;
  private static final double CHARACTER = 6.3, BOLD_CHARACTER = 6.9, PER_DOUBLING = 13;

  /** Fill and stroke of each kind of box: Okabe and Ito's colours, thinned. */
  private static final Map<Kind, String> COLOURS = Map.of(
      Kind.INPUT,
      "#ffffff,#444444",
      Kind.CONVOLUTION,
      "#d6e8f5,#0072b2",
      Kind.POOL,
      "#d3efe5,#009e73",
      Kind.LINEAR,
      "#fbe0d0,#d55e00",
      Kind.JOIN,
      "#f6e4ee,#cc79a7",
      Kind.OTHER,
      "#f0f0f0,#777777",
      Kind.FOLDED,
      "#e4eef9,#0072b2");

  static {
    // A notebook's kernel loads classes in its own way, in which ELK does not find its own parts.
    LayoutMetaDataService.getInstance()
        .registerLayoutMetaDataProviders(new LayeredMetaDataProvider());
  }

  /**
   * As fine as is still readable: small nets layer by layer, deep ones block by block or stage by
   * stage.
   */
  public static Diagram of(String name, Graph graph) {
    return of(name, Outline.of(graph));
  }

  /** {@code outline}, laid out. */
  public static Diagram of(String name, Outline outline) {
    ElkNode root = laidOut(outline);
    int width = (int) Math.ceil(root.getWidth()), height = (int) Math.ceil(root.getHeight());
    StringBuilder svg = new StringBuilder();
    String words = words(name, outline);
    svg.append(
        ("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%1$d\" height=\"%2$d\" viewBox=\"0 0 %1$d %2$d\" role=\"img\" "
                + "style=\"max-width:100%%;height:auto;background:#fff\" font-family=\"sans-serif\" font-size=\"11\"><title>%3$s</title>%n"
                + "<defs><marker id=\"tip\" markerWidth=\"7\" markerHeight=\"6\" refX=\"6\" refY=\"3\" orient=\"auto\">"
                + "<path d=\"M0,0 L7,3 L0,6 z\" fill=\"#555\"/></marker></defs>%n")
            .formatted(width, height, Escape.html(words)));
    root.getContainedEdges().forEach(edge -> svg.append(wire(edge)));
    for (int i = 0; i < outline.boxes().size(); i++)
      svg.append(box(outline.boxes().get(i), root.getChildren().get(i)));
    return new Diagram(svg.append("</svg>\n").toString(), width, height, words);
  }

  /** Stores the drawing. */
  public void save(Path file) {
    try {
      Files.writeString(file, svg);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the diagram to '%s'".formatted(file), e);
    }
  }

  private static ElkNode laidOut(Outline outline) {
    ElkNode root = ElkGraphUtil.createGraph();
    root.setProperty(CoreOptions.ALGORITHM, LayeredOptions.ALGORITHM_ID);
    root.setProperty(CoreOptions.DIRECTION, Direction.DOWN);
    root.setProperty(CoreOptions.EDGE_ROUTING, EdgeRouting.ORTHOGONAL);
    root.setProperty(CoreOptions.PADDING, new ElkPadding(MARGIN));
    root.setProperty(LayeredOptions.SPACING_NODE_NODE, 18.0);
    root.setProperty(LayeredOptions.SPACING_NODE_NODE_BETWEEN_LAYERS, 22.0);
    root.setProperty(LayeredOptions.WRAPPING_STRATEGY, WrappingStrategy.MULTI_EDGE);
    root.setProperty(CoreOptions.ASPECT_RATIO, 1.0);
    List<ElkNode> nodes = new ArrayList<>();
    for (Box box : outline.boxes()) {
      ElkNode node = ElkGraphUtil.createNode(root);
      node.setDimensions(width(box), LINE * lines(box).size() + MARGIN);
      nodes.add(node);
    }
    for (Wire wire : outline.wires())
      ElkGraphUtil.createSimpleEdge(nodes.get(wire.from()), nodes.get(wire.to()));
    new RecursiveGraphLayoutEngine().layout(root, new BasicProgressMonitor());
    return root;
  }

  private static List<String> lines(Box box) {
    String shape =
        box.output().sizes().stream().map(String::valueOf).collect(Collectors.joining(" x "));
    return List.of(box.title(), box.detail(), shape).stream()
        .filter(line -> !line.isEmpty())
        .toList();
  }

  /** Wide enough for the text, and wider with each doubling of the channels. */
  private static double width(Box box) {
    double byChannels = 70 + PER_DOUBLING * Math.log(box.output().channels()) / Math.log(2);
    double byTitle = box.title().length() * BOLD_CHARACTER;
    double byText = lines(box).stream().mapToInt(String::length).max().orElse(0) * CHARACTER;
    return Math.max(byChannels, Math.max(byTitle, byText) + 2 * MARGIN);
  }

  private static String box(Box box, ElkNode node) {
    String[] colours = COLOURS.get(box.kind()).split(",");
    StringBuilder svg = new StringBuilder(format(
        "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" rx=\"4\" fill=\"%s\" stroke=\"%s\"/>%n",
        node.getX(), node.getY(), node.getWidth(), node.getHeight(), colours[0], colours[1]));
    double x = node.getX() + node.getWidth() / 2, y = node.getY();
    List<String> lines = lines(box);
    for (int i = 0; i < lines.size(); i++)
      svg.append(format(
          "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"middle\"%s>%s</text>%n",
          x,
          y += LINE,
          i == 0 ? " font-weight=\"bold\"" : " fill=\"#444\"",
          Escape.html(lines.get(i))));
    return svg.toString();
  }

  private static String wire(ElkEdge edge) {
    StringBuilder points = new StringBuilder();
    for (ElkEdgeSection section : edge.getSections()) {
      points.append(format("%.1f,%.1f", section.getStartX(), section.getStartY()));
      for (ElkBendPoint bend : section.getBendPoints())
        points.append(format(" %.1f,%.1f", bend.getX(), bend.getY()));
      points.append(format(" %.1f,%.1f", section.getEndX(), section.getEndY()));
    }
    return "<polyline points=\"%s\" fill=\"none\" stroke=\"#555\" marker-end=\"url(#tip)\"/>%n"
        .formatted(points);
  }

  private static String words(String name, Outline outline) {
    String chain = outline.boxes().stream().map(Box::title).collect(Collectors.joining(", "));
    return "%s, %d boxes: %s".formatted(name, outline.boxes().size(), chain);
  }

  /** With a decimal point, whatever the reader's language. */
  private static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }
}
