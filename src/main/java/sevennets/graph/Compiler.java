package sevennets.graph;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.learning.config.Sgd;
import sevennets.graph.Graph.Head;
import sevennets.graph.Graph.Penalty;
import sevennets.graph.Graph.Step;
import sevennets.ops.Activation;
import sevennets.ops.ChannelsLast;
import sevennets.ops.Op;

/**
 * Turns a {@link Graph} into a Deeplearning4j configuration, and joins each activation to the layer
 * before it where that saves a pass.
 */
final class Compiler {

  private static final String IMAGES = "channels_last";

  private final Graph graph;
  private final Map<Node, Integer> readers = new HashMap<>();
  private final Map<String, Op> fused = new HashMap<>();
  private final Map<String, String> vertices = new LinkedHashMap<>();

  Compiler(Graph graph) {
    this.graph = graph;
    count(graph);
    vertices.put(Graph.INPUT, graph.input().shape().isImage() ? IMAGES : Graph.INPUT);
    graph.steps().forEach(this::place);
  }

  String vertex(Node node) {
    return vertices.get(node.name());
  }

  /** The values that vertices hold: of the nodes that share a vertex, the last. */
  Collection<Node> held() {
    Map<String, Node> last = new LinkedHashMap<>();
    graph.steps().forEach(step -> last.put(vertex(step.node()), step.node()));
    return last.values();
  }

  ComputationGraphConfiguration configuration(long seed, DataType type) {
    GraphBuilder builder = new NeuralNetConfiguration.Builder()
        .seed(seed)
        .dataType(type)
        .updater(new Sgd(0.01))
        .graphBuilder()
        .addInputs(Graph.INPUT);
    if (graph.input().shape().isImage())
      builder.addVertex(
          IMAGES, new OpVertex(new ChannelsLast(), List.of(graph.input().shape())), Graph.INPUT);
    for (Step step : graph.steps())
      if (vertex(step.node()).equals(step.node().name())) add(builder, step);
    graph.logits();
    for (Head head : graph.heads())
      builder.addLayer(head.name(), lossLayer(head), vertex(head.logits()));
    for (Penalty penalty : graph.penalties())
      builder.addLayer(penalty.name(), lossLayer(penalty), vertex(penalty.value()));
    return builder.setOutputs(outputs()).build();
  }

  private String[] outputs() {
    return Stream.concat(
            graph.heads().stream().map(Head::name), graph.penalties().stream().map(Penalty::name))
        .toArray(String[]::new);
  }

  private void count(Graph graph) {
    graph.steps().forEach(step -> step.inputs().forEach(in -> readers.merge(in, 1, Integer::sum)));
    graph.heads().forEach(head -> readers.merge(head.logits(), 1, Integer::sum));
    graph.penalties().forEach(penalty -> readers.merge(penalty.value(), 1, Integer::sum));
  }

  private void place(Step step) {
    Optional<Op> joined = joined(step);
    if (joined.isPresent()) {
      String host = vertex(step.inputs().get(0));
      fused.put(host, joined.get());
      vertices.put(step.node().name(), host);
    } else {
      vertices.put(step.node().name(), step.node().name());
    }
  }

  /**
   * The operation before {@code step} with this step's activation in it, if nothing else reads the
   * value between them.
   */
  private Optional<Op> joined(Step step) {
    if (!(step.op() instanceof Activation activation) || step.inputs().get(0).equals(graph.input()))
      return Optional.empty();
    Node before = step.inputs().get(0);
    return readers.get(before) == 1
        ? graph.step(before.name()).op().fusedWith(activation.fn())
        : Optional.empty();
  }

  private void add(GraphBuilder builder, Step step) {
    String name = step.node().name();
    String[] inputs = step.inputs().stream().map(this::vertex).toArray(String[]::new);
    Op op = fused.getOrDefault(name, step.op());
    if (step.parameters().isEmpty()) {
      builder.addVertex(name, new OpVertex(op, step.inputShapes()), inputs);
    } else {
      OpLayer layer = new OpLayer(op, step.inputShapes());
      builder.addLayer(
          name, readsTheInputAlone(step) ? layer.withoutInputGradient() : layer, inputs);
    }
  }

  /**
   * Nothing before such a step learns; where others read the input too, Deeplearning4j adds all
   * their gradients up.
   */
  private boolean readsTheInputAlone(Step step) {
    return step.inputs().equals(List.of(graph.input())) && readers.get(graph.input()) == 1;
  }

  private static Layer lossLayer(Head head) {
    return new LossLayer.Builder(new SoftmaxCrossEntropy(head.weight()))
        .activation(org.nd4j.linalg.activations.Activation.SOFTMAX)
        .build();
  }

  private static LossLayer lossLayer(Penalty penalty) {
    return new LossLayer.Builder(new PenaltyLoss(penalty.weight()))
        .activation(org.nd4j.linalg.activations.Activation.IDENTITY)
        .build();
  }
}
