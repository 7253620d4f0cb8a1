package sevennets.transfer;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import sevennets.graph.Graph;
import sevennets.graph.Node;
import sevennets.ops.Dropout;
import sevennets.ops.Shape;

/**
 * A net in two parts: up to a node, and from there on. What is after the node reads nothing that is
 * before it, so the first part's answers for an image are all that the second needs to know of it.
 *
 * @param whole the net, without auxiliary heads
 * @param node the last of the first part
 * @param rest the second part, for images of the node's shape: a vector is {@code C x 1 x 1}
 */
record Cut(Graph whole, Node node, Graph rest) {

  /**
   * Cuts a net.
   *
   * @param upTo a node, or a scope such as {@code layer3} for its last node; null for all but the
   *     last layer that has weights
   * @throws IllegalArgumentException if later layers read around that node, or none is left to
   *     train; the message lists where a net can be cut
   */
  static Cut of(Graph graph, String upTo) {
    Graph whole = graph.withoutAuxiliaryHeads();
    List<Graph.Step> steps = whole.steps();
    List<Node> places = places(whole);
    Node node = upTo == null ? beforeLastLayer(whole, places) : named(whole, upTo);
    // Where an activation is computed in one pass with the layer before it, only its values exist.
    for (Graph.Step step : steps)
      if (step.inputs().contains(node) && whole.vertex(step.node()).equals(whole.vertex(node)))
        node = step.node();
    if (!places.contains(node))
      throw new IllegalArgumentException(
          "the net can't be frozen up to '%s': layers after it read what is before it, or nothing is left to train; it can be frozen up to %s"
              .formatted(node.name(), String.join(", ", names(places))));
    return new Cut(whole, node, rest(whole, node));
  }

  private static Node named(Graph whole, String name) {
    boolean scope =
        whole.steps().stream().anyMatch(step -> step.node().name().startsWith(name + "."));
    return scope ? whole.last(name) : whole.node(name);
  }

  /** Where every later step reads only this node or what comes after it, and some are trained. */
  private static List<Node> places(Graph whole) {
    List<Graph.Step> steps = whole.steps();
    Map<Node, Integer> position = new HashMap<>();
    position.put(whole.input(), -1);
    for (int i = 0; i < steps.size(); i++) position.put(steps.get(i).node(), i);
    List<Node> places = new ArrayList<>();
    int earliest = Integer.MAX_VALUE;
    boolean trained = false;
    for (int i = steps.size() - 1; i >= 0; i--) {
      Node node = steps.get(i).node();
      if (earliest >= i && trained && node.shape().kind() != Shape.Kind.TOKENS) places.add(0, node);
      for (Node in : steps.get(i).inputs()) earliest = Math.min(earliest, position.get(in));
      trained |= !steps.get(i).parameters().isEmpty();
    }
    return places;
  }

  /**
   * After the last but one layer with weights, the place with the fewest numbers; dropout is left
   * to the training.
   */
  private static Node beforeLastLayer(Graph whole, List<Node> places) {
    Set<Node> dropped = new HashSet<>();
    int layers = 0;
    Map<Node, Integer> after = new HashMap<>();
    for (Graph.Step step : whole.steps()) {
      if (!step.parameters().isEmpty()) layers++;
      if (step.op() instanceof Dropout) dropped.add(step.node());
      after.put(step.node(), layers);
    }
    Node best = null;
    for (Node place : places) {
      if (after.get(place) != layers - 1 || dropped.contains(place)) continue;
      if (best == null || place.shape().size() <= best.shape().size()) best = place;
    }
    if (best == null)
      throw new IllegalArgumentException(
          "this net has no place before its last layer to be frozen up to");
    return best;
  }

  private static List<String> names(List<Node> nodes) {
    return nodes.stream().map(Node::name).toList();
  }

  private static Graph rest(Graph whole, Node node) {
    Shape shape = node.shape();
    Graph rest = new Graph(Shape.image(shape.channels(), shape.height(), shape.width()));
    Map<Node, Node> ours = new HashMap<>();
    ours.put(node, shape.isImage() ? rest.input() : rest.input().flatten("frozen"));
    boolean after = false;
    for (Graph.Step step : whole.steps()) {
      if (after) {
        List<Node> inputs = step.inputs().stream().map(ours::get).toList();
        Node[] others = inputs.subList(1, inputs.size()).toArray(Node[]::new);
        ours.put(step.node(), inputs.get(0).then(step.node().name(), step.op(), others));
      }
      after |= step.node().equals(node);
    }
    return rest.classify(ours.get(whole.logits()));
  }
}
