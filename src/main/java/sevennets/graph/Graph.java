package sevennets.graph;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import sevennets.names.Nearest;
import sevennets.ops.Op;
import sevennets.ops.Parameter;
import sevennets.ops.Shape;

/**
 * A network as it is written down: named operations and the wires between them, every shape known,
 * no weight allocated. {@link #net} turns it into a Deeplearning4j network.
 *
 * <pre>{@code
 * Graph graph = new Graph(Shape.image(1, 32, 32));
 * graph.classify(graph.input().conv("conv", 16, 3, 1).relu("relu").flatten("flat").dense("fc", 10));
 * ComputationGraph net = graph.net(1);  // Deeplearning4j's, its weights drawn from seed 1
 * }</pre>
 */
public final class Graph {

  /** One line of the network: what {@code node} is made from and how. */
  public record Step(Node node, Op op, List<Node> inputs) {
    public List<Shape> inputShapes() {
      return inputs.stream().map(Node::shape).toList();
    }

    public List<Parameter> parameters() {
      return op.parameters(inputShapes());
    }

    public long macs() {
      return op.macs(inputShapes());
    }
  }

  /**
   * A classifier's end: the scores before the softmax, and what its loss weighs in the sum that is
   * trained.
   */
  public record Head(String name, Node logits, double weight) {}

  /**
   * One more loss, a number that the network computes itself, and what it weighs in the sum that is
   * trained.
   */
  public record Penalty(String name, Node value, double weight) {}

  /** The name of the network's input. */
  public static final String INPUT = "input";

  private final Node input;
  private final Map<String, Step> steps = new LinkedHashMap<>();
  private final Map<String, Integer> unnamed = new HashMap<>();
  private final Deque<String> scopes = new ArrayDeque<>();
  private final List<Head> heads = new ArrayList<>();
  private final List<Penalty> penalties = new ArrayList<>();

  /** An empty network for inputs of the given shape. */
  public Graph(Shape input) {
    this.input = new Node(this, INPUT, input);
  }

  public Node input() {
    return input;
  }

  /** For a notebook, which shows what a cell ends with. */
  @Override
  public String toString() {
    return "a graph of %d operations on an input of %s".formatted(steps.size(), input.shape());
  }

  /** Every operation in the order it was written, which is an order in which it can be computed. */
  public List<Step> steps() {
    return List.copyOf(steps.values());
  }

  /** The node of that full name, such as {@code layer1.0.conv1}. */
  public Node node(String name) {
    return name.equals(INPUT) ? input : step(name).node();
  }

  /** The output of a scope: the node written last in it. */
  public Node last(String scope) {
    return steps.values().stream()
        .map(Step::node)
        .filter(node -> node.name().startsWith(scope + "."))
        .reduce((earlier, later) -> later)
        .orElseThrow(() -> new IllegalArgumentException(
            "nothing is written in '" + scope + "'; " + Nearest.told(scopesWritten(), scope)));
  }

  /** Every prefix of a node's name: of {@code layer1.0.conv1} these are layer1 and layer1.0. */
  private Set<String> scopesWritten() {
    Set<String> scopes = new LinkedHashSet<>();
    for (String name : steps.keySet())
      for (int dot = name.indexOf('.'); dot > 0; dot = name.indexOf('.', dot + 1))
        scopes.add(name.substring(0, dot));
    return scopes;
  }

  public Step step(String name) {
    Step step = steps.get(name);
    if (step == null)
      throw new IllegalArgumentException(
          "no node is called '" + name + "'; " + Nearest.told(steps.keySet(), name));
    return step;
  }

  /** Ends the network: {@code logits} are the classes' scores before the softmax. */
  public Graph classify(Node logits) {
    if (!heads.isEmpty() && heads.get(0).weight() == 1)
      throw new IllegalArgumentException(
          "the network already ends in '" + logits().name() + "'; a second head is auxiliary");
    heads.add(0, new Head("loss", logits, 1));
    return this;
  }

  /**
   * Adds a second classifier that only helps to train, its loss weighed by {@code weight}
   * (GoogLeNet, section 5).
   */
  public Graph auxiliary(String name, Node logits, double weight) {
    heads.add(new Head("loss." + name, logits, weight));
    return this;
  }

  /**
   * Adds a number, such as a reconstruction's {@link sevennets.ops.SquaredDistance}, to what is
   * trained, weighed by {@code weight}.
   */
  public Graph penalty(String name, Node value, double weight) {
    if (!value.shape().equals(Shape.vector(1)))
      throw new IllegalArgumentException(
          "a penalty is one number, received '" + value.name() + "' of " + value.shape());
    penalties.add(new Penalty("loss." + name, value, weight));
    return this;
  }

  public List<Penalty> penalties() {
    return Collections.unmodifiableList(penalties);
  }

  /** The main head first, then the auxiliary ones. */
  public List<Head> heads() {
    return Collections.unmodifiableList(heads);
  }

  /** The scores of the classes before the softmax. */
  public Node logits() {
    if (heads.isEmpty())
      throw new IllegalStateException("the network has no head yet; end it with classify(logits)");
    return heads.get(0).logits();
  }

  /** The steps that lead to the main head: all that inference needs. */
  public List<Step> inferenceSteps() {
    Set<Node> needed = new LinkedHashSet<>(List.of(logits()));
    List<Step> backwards = new ArrayList<>(steps());
    Collections.reverse(backwards);
    for (Step step : backwards) if (needed.contains(step.node())) needed.addAll(step.inputs());
    return steps().stream().filter(s -> needed.contains(s.node())).toList();
  }

  /** The same network without its auxiliary heads and penalties. */
  public Graph withoutAuxiliaryHeads() {
    Graph trunk = new Graph(input.shape());
    for (Step step : inferenceSteps())
      trunk.add(
          step.node().name(),
          step.op(),
          step.inputs().stream().map(n -> trunk.node(n.name())).toList());
    return trunk.classify(trunk.node(logits().name()));
  }

  /**
   * A Deeplearning4j network with fresh weights, ready to train and to save. Its first output is
   * the main head's probabilities; further outputs are auxiliary.
   */
  public ComputationGraph net(long seed) {
    return net(seed, DataType.FLOAT);
  }

  /**
   * As {@link #net(long)}, in numbers of the given type; in {@link DataType#DOUBLE} rounding can be
   * told from a fault.
   */
  public ComputationGraph net(long seed, DataType type) {
    ComputationGraph net = new ComputationGraph(new Compiler(this).configuration(seed, type));
    net.init();
    return net;
  }

  /**
   * The Deeplearning4j vertex that holds a node's values. An activation is computed in one pass
   * with the layer before it where that is faster; both then share the vertex that carries the
   * layer's name.
   */
  public String vertex(Node node) {
    return new Compiler(this).vertex(node);
  }

  /**
   * The nodes whose values stay until the backward pass; what an activation was computed from in
   * one pass with it is never stored.
   */
  public List<Node> held() {
    return List.copyOf(new Compiler(this).held());
  }

  Node add(String id, Op op, List<Node> inputs) {
    String name = fullName(id);
    Node node = new Node(this, name, shapeOf(name, op, inputs));
    if (name.equals(INPUT)
        || steps.putIfAbsent(name, new Step(node, op, List.copyOf(inputs))) != null)
      throw new IllegalArgumentException(
          "two nodes are called '" + name + "'; give one of them another id");
    return node;
  }

  /** Writes {@code body} with every name preceded by {@code scope} and a dot. */
  Node within(String scope, Node start, UnaryOperator<Node> body) {
    scopes.push(fullName(scope));
    try {
      return body.apply(start);
    } finally {
      scopes.pop();
    }
  }

  private Shape shapeOf(String name, Op op, List<Node> inputs) {
    for (Node in : inputs)
      if (in.graph() != this)
        throw new IllegalArgumentException(
            "'" + in.name() + "' belongs to another network, received in '" + name + "'");
    try {
      return op.output(inputs.stream().map(Node::shape).toList());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          e.getMessage() + " in '" + name + "' of "
              + inputs.stream().map(Node::toString).toList(),
          e);
    }
  }

  /**
   * A missing id becomes the operation's place among the unnamed ones of its scope, as in PyTorch's
   * Sequential.
   */
  private String fullName(String id) {
    String scope = scopes.isEmpty() ? "" : scopes.peek() + ".";
    return scope + (id != null ? id : String.valueOf(unnamed.merge(scope, 1, Integer::sum) - 1));
  }
}
