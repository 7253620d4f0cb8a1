package sevennets.analysis;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import sevennets.graph.Graph;
import sevennets.graph.Graph.Step;
import sevennets.graph.Node;
import sevennets.ops.Parameter;
import sevennets.ops.Shape;

/**
 * A part of a network as a graph of its own, with one way in and one way out: a residual block, an
 * Inception module. It can be drawn, counted, and held beside another.
 *
 * <pre>{@code
 * Block block = Block.of(Shape.image(16, 32, 32), x -> x.conv("conv", 32, 3, 2).bn("bn").relu("relu"));
 * long weights = block.params();
 * }</pre>
 *
 * @param graph without a head; its input is what the block reads
 * @param output what the block passes on
 */
public record Block(Graph graph, Node output) {

  /**
   * The block that a function on nodes writes, as in {@code Block.of(Shape.image(16, 32, 32), x ->
   * residual(x, 32, 2))}.
   *
   * @throws IllegalArgumentException if it returns nothing, or its input as it came
   */
  public static Block of(Shape input, UnaryOperator<Node> written) {
    Graph graph = new Graph(input);
    Node output = written.apply(graph.input());
    if (output == null || output.equals(graph.input()))
      throw new IllegalArgumentException("a block returns the node that it ends in, received "
          + (output == null ? "null" : "its input as it came"));
    return new Block(graph, output);
  }

  /**
   * The part of a network whose names begin with {@code scope} and a dot, such as {@code layer2.0}
   * or {@code inception3a}; in the block they are without it.
   *
   * @throws IllegalArgumentException if nothing is written in that scope, or if it reads several
   *     nodes from outside
   */
  public static Block in(Graph net, String scope) {
    Node end = net.last(scope);
    String prefix = scope + ".";
    List<Step> steps = net.steps().stream()
        .filter(step -> step.node().name().startsWith(prefix))
        .toList();
    List<Node> read = steps.stream()
        .flatMap(step -> step.inputs().stream())
        .filter(node -> !node.name().startsWith(prefix))
        .distinct()
        .toList();
    if (read.size() != 1)
      throw new IllegalArgumentException(
          "a block reads one node from outside, and '%s' reads %s".formatted(scope, read));
    Graph graph = new Graph(read.get(0).shape());
    Map<Node, Node> own = new HashMap<>(Map.of(read.get(0), graph.input()));
    for (Step step : steps) {
      List<Node> inputs =
          step.inputs().stream().map(own::get).map(Objects::requireNonNull).toList();
      String name = step.node().name().substring(prefix.length());
      Node[] others = inputs.subList(1, inputs.size()).toArray(Node[]::new);
      own.put(step.node(), inputs.get(0).then(name, step.op(), others));
    }
    return new Block(graph, own.get(end));
  }

  /**
   * What leads to the output, in the order in which it was written; what nothing reads is left out.
   */
  public List<Step> layers() {
    Set<Node> needed = new HashSet<>(Set.of(output));
    List<Step> backwards = new ArrayList<>(graph.steps());
    Collections.reverse(backwards);
    for (Step step : backwards) if (needed.contains(step.node())) needed.addAll(step.inputs());
    return graph.steps().stream().filter(step -> needed.contains(step.node())).toList();
  }

  /** Learnable parameters. */
  public long params() {
    return layers().stream()
        .flatMap(step -> step.parameters().stream())
        .filter(Parameter::learnable)
        .mapToLong(Parameter::size)
        .sum();
  }
}
