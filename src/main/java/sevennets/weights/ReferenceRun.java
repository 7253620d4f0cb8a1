package sevennets.weights;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import sevennets.graph.Graph;
import sevennets.graph.Graph.Step;
import sevennets.graph.Node;
import sevennets.weights.Verification.Stage;

/**
 * One of our nets, filled with a reference's weights, and what it gave for the reference's input.
 */
final class ReferenceRun {
  private final Reference reference;
  private final ComputationGraph net;
  private final INDArray images;
  private final String logits;
  private final Map<Reference.Stage, String> stages;
  private final Map<String, INDArray> outputs;

  private ReferenceRun(Reference reference, Graph graph, DataType type) {
    this.reference = reference;
    net = graph.net(0, type);
    StateDict.of(graph, net).load(new Generated(reference.tensors()));
    int[] shape = reference.input();
    images = Nd4j.create(
            Generated.picture(shape[0], shape[1], shape[2], shape[3]),
            new long[] {shape[0], shape[1], shape[2], shape[3]},
            'c')
        .castTo(type);
    logits = graph.vertex(graph.logits());
    stages = vertices(reference, graph);
    Set<String> wanted = new LinkedHashSet<>(stages.values());
    wanted.add(logits);
    outputs = run(images, List.copyOf(wanted));
  }

  static ReferenceRun of(Reference reference, Graph graph, DataType type) {
    return new ReferenceRun(reference, graph, type);
  }

  double[][] logits() {
    return outputs.get(logits).toDoubleMatrix();
  }

  /**
   * The logits for an input and weights that are moved by up to half a unit in the last of so many
   * binary places, 24 of float32 or 53 of float64: what rounding at every layer does, in one pass.
   *
   * @param draw each number moves numbers otherwise
   */
  double[][] logitsOfNumbersRoundedTo(int places, int draw) {
    INDArray weights = net.params().dup();
    round(net.params(), places, draw);
    double[][] moved =
        run(round(images.dup(), places, draw), List.of(logits)).get(logits).toDoubleMatrix();
    net.params().assign(weights);
    return moved;
  }

  private static INDArray round(INDArray numbers, int places, int draw) {
    float bound = 0.02f; // of a generated tensor of one dimension
    INDArray noise = Nd4j.create(
            Generated.tensor("rounding" + draw, numbers.length()), numbers.shape(), 'c')
        .castTo(numbers.dataType());
    return numbers.addi(noise.muli(Math.scalb(1.0, -places) / bound).muli(numbers));
  }

  List<Stage> stages() {
    return reference.stages().stream()
        .map(stage -> stage(stage, Optional.ofNullable(stages.get(stage)).map(outputs::get)))
        .toList();
  }

  private Map<String, INDArray> run(INDArray input, List<String> vertices) {
    INDArray[] results = net.output(vertices, false, new INDArray[] {input}, null);
    Map<String, INDArray> byVertex = new LinkedHashMap<>();
    for (int i = 0; i < results.length; i++) byVertex.put(vertices.get(i), results[i]);
    return byVertex;
  }

  /**
   * The vertex that holds what a stage gives, for each stage that is there and does not share it
   * with the next.
   */
  private static Map<Reference.Stage, String> vertices(Reference reference, Graph graph) {
    Map<Reference.Stage, String> vertices = new HashMap<>();
    for (Reference.Stage stage : reference.stages())
      last(graph, stage.name())
          .filter(node -> !joinedWithNext(graph, node))
          .ifPresent(node -> vertices.put(stage, graph.vertex(node)));
    return vertices;
  }

  private static boolean joinedWithNext(Graph graph, Node node) {
    return graph.inferenceSteps().stream()
        .filter(step -> step.inputs().contains(node))
        .anyMatch(step -> graph.vertex(step.node()).equals(graph.vertex(node)));
  }

  /** The last node of a top-level module: the module itself, or the last one in it. */
  private static Optional<Node> last(Graph graph, String module) {
    return graph.inferenceSteps().stream()
        .map(Step::node)
        .filter(node -> node.name().equals(module) || node.name().startsWith(module + "."))
        .reduce((earlier, later) -> later);
  }

  private static Stage stage(Reference.Stage reference, Optional<INDArray> output) {
    return new Stage(
        reference,
        output.map(o -> o.castTo(DataType.DOUBLE).ameanNumber().doubleValue()),
        output.map(o ->
            image(o, 0).sub(image(o, 1)).castTo(DataType.DOUBLE).ameanNumber().doubleValue()));
  }

  private static INDArray image(INDArray batch, int index) {
    return batch.slice(index, 0);
  }
}
