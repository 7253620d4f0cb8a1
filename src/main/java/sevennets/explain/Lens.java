package sevennets.explain;

import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.deeplearning4j.nn.graph.vertex.VertexIndices;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import sevennets.graph.Graph;
import sevennets.graph.Node;

/**
 * A net seen through the graph that it was made from: the values and the gradients of every node,
 * in inference.
 *
 * <pre>{@code
 * Lens lens = new Lens(graph, net);
 * INDArray maps = lens.values("conv1", images);  // N x C x H x W
 * }</pre>
 *
 * @param graph as it was written
 * @param net made by {@code graph.net(seed)}, trained or not
 */
public record Lens(Graph graph, ComputationGraph net) {

  /**
   * The values of a node.
   *
   * @param images N x C x H x W, normalised as in training
   * @return N x C x H x W of an image node, N x C of a vector
   * @throws IllegalArgumentException if the graph has no such node; the message lists those it has
   */
  public INDArray values(String node, INDArray images) {
    return values(List.of(node), images).get(node);
  }

  /**
   * The values of several nodes, each as {@link #values(String, INDArray)} gives it, from one pass.
   */
  public Map<String, INDArray> values(List<String> nodes, INDArray images) {
    Map<String, String> vertices = new LinkedHashMap<>();
    nodes.forEach(node -> vertices.put(node, graph.vertex(graph.node(node))));
    // Not net.output(vertex): Deeplearning4j can't stop inside a residual block, where the shortcut
    // is still waited for.
    Map<String, INDArray> all = net.feedForward(new INDArray[] {images}, false);
    Map<String, INDArray> values = new LinkedHashMap<>();
    vertices.forEach((node, vertex) -> values.put(node, channelsFirst(all.get(vertex))));
    release(all.values(), images);
    return values;
  }

  /**
   * A pass through a deep net keeps gigabytes, which would otherwise wait for the garbage
   * collector.
   */
  private void release(Collection<INDArray> values, INDArray images) {
    net.clearLayersStates();
    values.stream().filter(v -> v != images && v.closeable()).forEach(INDArray::close);
  }

  /** The class that each image gets the highest score for. */
  public int[] predictions(INDArray images) {
    return values(graph.logits().name(), images).argMax(1).toIntVector();
  }

  /** Of each class, N x classes; each row sums to 1. */
  public INDArray probabilities(INDArray images) {
    return net.output(images)[0];
  }

  /**
   * The parameter of a node's layer: key "W" or "b", of a batch norm "gamma", "beta", "mean" or
   * "var".
   */
  public INDArray parameter(String node, String key) {
    String vertex = graph.vertex(graph.node(node));
    INDArray parameter = net.getParam(vertex + "_" + key);
    if (parameter == null) {
      throw new IllegalArgumentException("'%s' has no parameter '%s'; it has %s"
          .formatted(
              node,
              key,
              net.getLayer(vertex) == null
                  ? "none"
                  : net.getLayer(vertex).paramTable().keySet()));
    }
    return parameter;
  }

  /** Both passes of one batch: what {@link #backward} found at every vertex. */
  record Passes(Map<String, INDArray> values, Map<String, INDArray> gradients) {}

  /**
   * Goes forward and back.
   *
   * @param classes for each image the class whose score, before the softmax, is differentiated
   * @param rule changes the gradient that arrives at a vertex before it goes on, given the vertex's
   *     name
   */
  Passes backward(INDArray images, int[] classes, BiFunction<String, INDArray, INDArray> rule) {
    net.initGradientsView(); // the layers write their weights' gradients too, into an array of the
    // net's
    Map<String, INDArray> values = net.feedForward(new INDArray[] {images}, false, false);
    Map<String, INDArray> gradients = new HashMap<>();
    gradients.put(graph.vertex(graph.logits()), ones(classes, images));
    int[] order = net.topologicalSortOrder();
    for (int i = order.length - 1; i >= 0; i--) {
      GraphVertex vertex = net.getVertices()[order[i]];
      if (gradients.containsKey(vertex.getVertexName()) && !vertex.isInputVertex()) {
        gradients.compute(vertex.getVertexName(), (name, gradient) -> rule.apply(name, gradient));
        pass(vertex, gradients);
      }
    }
    net.clearLayersStates();
    return new Passes(values, gradients);
  }

  /**
   * Hands a vertex's gradient on to the vertices that it reads; what comes from several readers
   * adds up.
   */
  private void pass(GraphVertex vertex, Map<String, INDArray> gradients) {
    vertex.setEpsilon(gradients.get(vertex.getVertexName()).dup('c'));
    INDArray[] handed =
        vertex.doBackward(false, LayerWorkspaceMgr.noWorkspaces()).getSecond();
    VertexIndices[] inputs = vertex.getInputVertices();
    for (int i = 0; i < inputs.length; i++) {
      if (handed[i] != null) {
        String input = net.getVertices()[inputs[i].getVertexIndex()].getVertexName();
        gradients.merge(input, handed[i], INDArray::add);
      }
    }
  }

  /** 1 at each image's class: the derivative of that score by the scores. */
  private INDArray ones(int[] classes, INDArray images) {
    int count = graph.logits().shape().channels();
    if (classes.length != images.size(0)
        || Arrays.stream(classes).anyMatch(c -> c < 0 || c >= count)) {
      throw new IllegalArgumentException(
          "%d images need as many classes, each from 0 to %d; received %s"
              .formatted(images.size(0), count - 1, Arrays.toString(classes)));
    }
    INDArray ones = Nd4j.zeros(images.dataType(), classes.length, count);
    for (int n = 0; n < classes.length; n++) {
      ones.putScalar(n, classes[n], 1);
    }
    return ones;
  }

  Node node(String name) {
    return graph.node(name);
  }

  /**
   * From the layers' N x H x W x C to N x C x H x W, in an array of its own; vectors keep their
   * shape.
   */
  static INDArray channelsFirst(INDArray array) {
    return array.rank() == 4 ? array.permute(0, 3, 1, 2).dup('c') : array.dup('c');
  }
}
