package sevennets.analysis;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import sevennets.graph.Graph;
import sevennets.graph.Graph.Step;
import sevennets.graph.Node;
import sevennets.ops.Conv;
import sevennets.ops.Shape;

/**
 * A network as boxes and the wires between them, coarse enough to be drawn.
 *
 * <pre>{@code
 * int boxes = Outline.of(graph, Outline.Fold.STAGES).boxes().size();  // a box a row of the paper's table
 * }</pre>
 *
 * @param boxes in the order in which they are computed; the first is the input
 * @param wires without doubles, and none from a box to itself
 */
public record Outline(List<Box> boxes, List<Wire> wires) {

  /**
   * What a box stands for: each layer with its normalisation and activation; each block, such as
   * {@code layer1.0}; each {@link Stage}.
   */
  public enum Fold {
    LAYERS,
    BLOCKS,
    STAGES
  }

  /** What kind of box it is, by which it is coloured. */
  public enum Kind {
    INPUT,
    CONVOLUTION,
    POOL,
    LINEAR,
    JOIN,
    OTHER,
    FOLDED
  }

  /**
   * A box.
   *
   * @param title what it computes, such as {@code Conv2d 3x3 /2}, or whose layers it folds, such as
   *     {@code layer1}
   * @param detail what follows in the same box, such as {@code BatchNorm2d, ReLU}, or how much it
   *     folds; may be empty
   * @param name of the layer that it begins with, such as {@code conv1}; empty where it folds
   * @param output shape of what it passes on
   */
  public record Box(String title, String detail, String name, Shape output, Kind kind) {}

  /** From one box to another, each by its place in {@link #boxes}. */
  public record Wire(int from, int to) {}

  private static final int READABLE = 40;

  private static final Set<String> FOLLOWERS = Set.of(
      "BatchNorm2d",
      "ReLU",
      "ReLU6",
      "SiLU",
      "Sigmoid",
      "Tanh",
      "GELU",
      "Dropout",
      "LocalResponseNorm",
      "Flatten");

  /** As fine as is readable in a file, which may be larger than a screen. */
  public static Outline of(Graph graph) {
    for (Fold fold : List.of(Fold.LAYERS, Fold.BLOCKS)) {
      Outline outline = of(graph, fold);
      if (outline.boxes.size() <= READABLE) return outline;
    }
    return of(graph, Fold.STAGES);
  }

  /** As fine as {@code fold} says. */
  public static Outline of(Graph graph, Fold fold) {
    Map<Node, String> places = places(graph, fold);
    Map<String, List<Step>> groups = new LinkedHashMap<>();
    for (Step step : graph.steps())
      groups
          .computeIfAbsent(places.get(step.node()), place -> new ArrayList<>())
          .add(step);
    List<String> order = new ArrayList<>(List.of(Graph.INPUT));
    List<Box> boxes =
        new ArrayList<>(List.of(new Box("input", "", "", graph.input().shape(), Kind.INPUT)));
    groups.forEach((place, steps) -> {
      order.add(place);
      boxes.add(box(place, steps));
    });
    Set<Wire> wires = new LinkedHashSet<>();
    for (Step step : graph.steps())
      for (Node in : step.inputs()) {
        String from = places.get(in), to = places.get(step.node());
        if (!from.equals(to)) wires.add(new Wire(order.indexOf(from), order.indexOf(to)));
      }
    return new Outline(List.copyOf(boxes), List.copyOf(wires));
  }

  /** The name of the box that each node is in. */
  private static Map<Node, String> places(Graph graph, Fold fold) {
    Map<Node, Integer> readers = new HashMap<>();
    graph.steps().forEach(step -> step.inputs().forEach(in -> readers.merge(in, 1, Integer::sum)));
    Function<String, String> module =
        fold == Fold.STAGES ? Stage::module : fold == Fold.BLOCKS ? Outline::block : name -> "";
    Map<Node, String> places = new HashMap<>(Map.of(graph.input(), Graph.INPUT));
    for (Step step : graph.steps()) {
      Node before = step.inputs().get(0);
      String own = module.apply(step.node().name());
      boolean follows = FOLLOWERS.contains(step.op().type())
          && readers.get(before) == 1
          && !before.name().equals(Graph.INPUT)
          && module.apply(before.name()).equals(own);
      places.put(
          step.node(),
          !own.isEmpty() ? own : follows ? places.get(before) : step.node().name());
    }
    return places;
  }

  /**
   * The block that a layer belongs to, such as {@code layer1.0} or {@code features.2.1}; empty if
   * there is none.
   */
  private static String block(String layer) {
    String module = Stage.module(layer);
    int end = module.isEmpty() ? -1 : layer.indexOf('.', module.length() + 1);
    return end < 0 ? module : layer.substring(0, end);
  }

  private static Box box(String place, List<Step> steps) {
    Step first = steps.get(0), last = steps.get(steps.size() - 1);
    boolean folded = !first.node().name().equals(place);
    List<String> rest = steps.stream().skip(1).map(step -> step.op().type()).toList();
    return folded
        ? new Box(place, contents(steps), "", last.node().shape(), Kind.FOLDED)
        : new Box(
            title(first),
            String.join(", ", rest),
            first.node().name(),
            last.node().shape(),
            kind(first.op().type()));
  }

  private static String title(Step step) {
    return (step.op().type() + " " + Summary.window(step.op())).strip();
  }

  /** Such as {@code 3 blocks, 9 convolutions}. */
  private static String contents(List<Step> steps) {
    String module = Stage.module(steps.get(0).node().name());
    List<String> blocks = steps.stream()
        .map(step -> block(step.node().name()))
        .filter(block -> block.length() > module.length())
        .distinct()
        .toList();
    long convolutions = steps.stream().filter(step -> step.op() instanceof Conv).count();
    long linear =
        steps.stream().filter(step -> step.op().type().equals("Linear")).count();
    List<String> parts = new ArrayList<>();
    if (blocks.size() > 1)
      parts.add(blocks.size() + (blocks.get(0).contains(".branch") ? " branches" : " blocks"));
    if (convolutions > 0)
      parts.add(convolutions + (convolutions == 1 ? " convolution" : " convolutions"));
    if (linear > 0) parts.add(linear + " linear");
    return String.join(", ", parts);
  }

  private static Kind kind(String type) {
    if (type.contains("Pool")) return Kind.POOL;
    return switch (type) {
      case "Conv2d" -> Kind.CONVOLUTION;
      case "Linear" -> Kind.LINEAR;
      case "Add", "Concat", "Scale" -> Kind.JOIN;
      default -> Kind.OTHER;
    };
  }
}
