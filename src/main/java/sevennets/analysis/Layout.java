package sevennets.analysis;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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
import org.eclipse.elk.graph.ElkEdge;
import org.eclipse.elk.graph.ElkEdgeSection;
import org.eclipse.elk.graph.ElkNode;
import org.eclipse.elk.graph.util.ElkGraphUtil;
import sevennets.analysis.Outline.Box;
import sevennets.analysis.Outline.Wire;
import sevennets.files.Escape;

/**
 * Places the boxes of an outline, by the Eclipse Layout Kernel, and writes them as SVG elements.
 */
final class Layout {
  private static final double TIP = 7, WIDER_THAN_HIGH = 1.5;

  private final Outline outline;
  private final Look look;
  private final ElkNode root = ElkGraphUtil.createGraph();

  static {
    // A notebook's kernel loads classes in its own way, in which ELK does not find its own parts.
    LayoutMetaDataService.getInstance()
        .registerLayoutMetaDataProviders(new LayeredMetaDataProvider());
  }

  private Layout(Outline outline, Look look) {
    this.outline = outline;
    this.look = look;
  }

  static Layout of(Outline outline, Look look) {
    Layout layout = new Layout(outline, look);
    layout.place();
    return layout;
  }

  private void place() {
    root.setProperty(CoreOptions.ALGORITHM, LayeredOptions.ALGORITHM_ID);
    root.setProperty(CoreOptions.DIRECTION, Direction.DOWN);
    root.setProperty(CoreOptions.EDGE_ROUTING, EdgeRouting.ORTHOGONAL);
    root.setProperty(CoreOptions.PADDING, new ElkPadding(Look.MARGIN));
    root.setProperty(LayeredOptions.SPACING_NODE_NODE, (double) look.apart);
    root.setProperty(LayeredOptions.SPACING_NODE_NODE_BETWEEN_LAYERS, (double) look.between);
    if (look == Look.NET) {
      root.setProperty(LayeredOptions.WRAPPING_STRATEGY, WrappingStrategy.MULTI_EDGE);
      root.setProperty(CoreOptions.ASPECT_RATIO, WIDER_THAN_HIGH);
    }
    List<ElkNode> nodes = new ArrayList<>();
    for (Box box : outline.boxes()) {
      ElkNode node = ElkGraphUtil.createNode(root);
      node.setDimensions(look.width(box), look.height(box));
      nodes.add(node);
    }
    for (Wire wire : outline.wires())
      ElkGraphUtil.createSimpleEdge(nodes.get(wire.from()), nodes.get(wire.to()));
    new RecursiveGraphLayoutEngine().layout(root, new BasicProgressMonitor());
  }

  int width() {
    return (int) Math.ceil(root.getWidth());
  }

  int height() {
    return (int) Math.ceil(root.getHeight());
  }

  String svg() {
    StringBuilder svg = new StringBuilder(format("<g font-size=\"%d\">%n", look.font));
    root.getContainedEdges().forEach(edge -> svg.append(wire(edge)));
    int most =
        outline.boxes().stream().mapToInt(box -> box.output().channels()).max().orElse(1);
    for (int i = 0; i < outline.boxes().size(); i++)
      svg.append(box(outline.boxes().get(i), root.getChildren().get(i), most));
    return svg.append(format("</g>%n")).toString();
  }

  private String box(Box box, ElkNode node, int most) {
    String colour = Look.colour(box);
    double x = node.getX(), y = node.getY(), middle = x + node.getWidth() / 2;
    StringBuilder svg = new StringBuilder(format(
        "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" rx=\"4\" fill=\"%s\" fill-opacity=\"0.16\" stroke=\"%s\"/>%n",
        x, y, node.getWidth(), node.getHeight(), colour, colour));
    double base = y;
    List<String> lines = look.lines(box);
    for (int i = 0; i < lines.size(); i++)
      svg.append(format(
          "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"middle\" fill=\"currentColor\"%s>%s</text>%n",
          middle,
          base += look.line,
          i == 0 ? " font-weight=\"bold\"" : "",
          Escape.html(lines.get(i))));
    double bar = look.bar(box, most);
    if (bar > 0)
      svg.append(format(
          "<path d=\"M%.1f %.1fh%.1f\" stroke=\"%s\" stroke-width=\"4\"/>%n",
          middle - bar / 2, y + node.getHeight() - 5, bar, colour));
    return svg.toString();
  }

  /** A line with a tip, which is drawn and no marker: a page may show many drawings. */
  private static String wire(ElkEdge edge) {
    StringBuilder svg = new StringBuilder();
    for (ElkEdgeSection section : edge.getSections()) {
      List<double[]> points = new ArrayList<>();
      points.add(new double[] {section.getStartX(), section.getStartY()});
      section.getBendPoints().forEach(bend -> points.add(new double[] {bend.getX(), bend.getY()}));
      points.add(new double[] {section.getEndX(), section.getEndY()});
      svg.append(line(points));
    }
    return svg.toString();
  }

  private static String line(List<double[]> points) {
    double[] end = points.get(points.size() - 1), before = points.get(points.size() - 2);
    // Boxes that stand below each other may be a fraction of a pixel apart.
    boolean upright = Math.abs(end[1] - before[1]) > Math.abs(end[0] - before[0]);
    double across = upright ? 0 : Math.signum(end[0] - before[0]);
    double down = upright ? Math.signum(end[1] - before[1]) : 0;
    StringBuilder path = new StringBuilder();
    for (double[] point : points)
      path.append(format("%s%.1f %.1f", path.length() == 0 ? "M" : "L", point[0], point[1]));
    double x = end[0] - TIP * across, y = end[1] - TIP * down, wide = TIP * 0.45;
    return format(
        "<path d=\"%s\" fill=\"none\" stroke=\"currentColor\" stroke-opacity=\"0.65\"/>%n"
            + "<path d=\"M%.1f %.1fL%.1f %.1fL%.1f %.1fz\" fill=\"currentColor\" fill-opacity=\"0.65\"/>%n",
        path,
        end[0],
        end[1],
        x - wide * down,
        y - wide * across,
        x + wide * down,
        y + wide * across);
  }

  /** With a decimal point, whatever the reader's language. */
  private static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }
}
