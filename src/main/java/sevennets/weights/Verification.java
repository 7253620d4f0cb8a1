package sevennets.weights;

import java.util.ArrayList;
import java.util.HashMap;
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
import sevennets.graph.Parameter;

/**
 * A net held against its reference: the same generated weights and input through both.
 *
 * @param arch   the architecture
 * @param ratio  max |our logits - the reference's| / std(reference's logits[0] - logits[1]): measured against what the
 *               input changes, not against what it doesn't
 * @param counts where our count of parameters or multiply-adds is another, in words; empty if nowhere
 * @param stages each top-level part of the net beside the reference's, for finding where it departs
 */
public record Verification(String arch, double ratio, List<String> counts, List<Stage> stages) {

  /** The largest ratio at which a net counts as equal, in float32. */
  public static final double TOLERANCE = 1e-3;

  /**
   * One part of the net, ours beside the reference's.
   *
   * @param reference what the reference's part gave
   * @param mean       our mean |output| over all images; empty where the part is computed in one pass with the next
   * @param difference our mean |output(image 0) - output(image 1)|; empty likewise
   */
  public record Stage(Reference.Stage reference, Optional<Double> mean, Optional<Double> difference) {}

  /** Builds the graph's net, fills it, and runs the reference's input through it. */
  public static Verification of(Reference reference, Graph graph) {
    ComputationGraph net = graph.net(0);
    StateDict.of(graph, net).load(new Generated(reference.tensors()));
    int[] shape = reference.input();
    INDArray images = Nd4j.create(Generated.picture(shape[0], shape[1], shape[2], shape[3]),
        new long[] {shape[0], shape[1], shape[2], shape[3]}, 'c');
    Map<Reference.Stage, String> vertices = vertices(reference, graph);
    String logits = graph.vertex(graph.logits());
    Set<String> wanted = new LinkedHashSet<>(vertices.values());
    wanted.add(logits);
    List<String> order = List.copyOf(wanted);
    INDArray[] outputs = net.output(order, false, new INDArray[] {images}, null);
    return new Verification(reference.arch(), ratio(outputs[order.indexOf(logits)].toDoubleMatrix(), reference.logits()),
        counts(reference, graph), reference.stages().stream().map(stage ->
            stage(stage, Optional.ofNullable(vertices.get(stage)).map(vertex -> outputs[order.indexOf(vertex)].castTo(DataType.DOUBLE)))).toList());
  }

  /** Whether outputs and counts are the reference's. */
  public boolean holds() {
    return ratio <= TOLERANCE && counts.isEmpty();   // false for NaN
  }

  static double ratio(double[][] ours, double[][] theirs) {
    double worst = 0;
    for (int i = 0; i < theirs.length; i++)
      for (int j = 0; j < theirs[i].length; j++) worst = Math.max(worst, Math.abs(ours[i][j] - theirs[i][j]));   // NaN stays
    double[] difference = new double[theirs[0].length];
    for (int j = 0; j < difference.length; j++) difference[j] = theirs[0][j] - theirs[1][j];
    return worst / deviation(difference);
  }

  private static double deviation(double[] values) {
    double mean = 0;
    for (double value : values) mean += value / values.length;
    double squares = 0;
    for (double value : values) squares += (value - mean) * (value - mean) / values.length;
    return Math.sqrt(squares);
  }

  private static List<String> counts(Reference reference, Graph graph) {
    long params = 0;
    long macs = 0;
    for (Step step : graph.inferenceSteps()) {
      params += step.parameters().stream().filter(Parameter::learnable).mapToLong(Parameter::size).sum();
      macs += step.macs();
    }
    List<String> wrong = new ArrayList<>();
    if (params != reference.params()) wrong.add("%,d parameters, the reference has %,d".formatted(params, reference.params()));
    if (macs != reference.macs()) wrong.add("%,d multiply-adds, the reference has %,d".formatted(macs, reference.macs()));
    return wrong;
  }

  /** The vertex that holds what a stage gives, for each stage that is there and does not share it with the next. */
  private static Map<Reference.Stage, String> vertices(Reference reference, Graph graph) {
    Map<Reference.Stage, String> vertices = new HashMap<>();
    for (Reference.Stage stage : reference.stages())
      last(graph, stage.name()).filter(node -> !joinedWithNext(graph, node)).ifPresent(node -> vertices.put(stage, graph.vertex(node)));
    return vertices;
  }

  private static boolean joinedWithNext(Graph graph, Node node) {
    return graph.inferenceSteps().stream().filter(step -> step.inputs().contains(node))
        .anyMatch(step -> graph.vertex(step.node()).equals(graph.vertex(node)));
  }

  /** The last node of a top-level module: the module itself, or the last one in it. */
  private static Optional<Node> last(Graph graph, String module) {
    return graph.inferenceSteps().stream().map(Step::node)
        .filter(node -> node.name().equals(module) || node.name().startsWith(module + "."))
        .reduce((earlier, later) -> later);
  }

  private static Stage stage(Reference.Stage reference, Optional<INDArray> output) {
    return new Stage(reference, output.map(o -> o.ameanNumber().doubleValue()),
        output.map(o -> image(o, 0).sub(image(o, 1)).ameanNumber().doubleValue()));
  }

  private static INDArray image(INDArray batch, int index) {
    return batch.slice(index, 0);
  }
}
