package sevennets.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Where each of a net's parameters lies in its flat vector of weights, and in that of its
 * gradients.
 */
final class Parameters {

  /**
   * One parameter.
   *
   * @param vertex the vertex it belongs to
   * @param key "W", "b", "gamma", "beta", or one of batch norm's statistics
   */
  record Parameter(String vertex, String key, long from, long to) {
    boolean isStatistic() {
      return STATISTICS.contains(key);
    }

    @Override
    public String toString() {
      return "'" + key + "' of '" + vertex + "'";
    }
  }

  /**
   * What batch norm counts instead of learning; Deeplearning4j's own keeps its variance as a
   * logarithm by default.
   */
  private static final Set<String> STATISTICS = Set.of("mean", "var", "log10stdev");

  private final List<Parameter> all = new ArrayList<>();

  Parameters(ComputationGraph net) {
    GraphVertex[] vertices = net.getVertices();
    long offset = 0;
    for (int index : net.topologicalSortOrder()) {
      GraphVertex vertex = vertices[index];
      if (vertex.numParams() == 0) {
        continue;
      }
      for (Map.Entry<String, INDArray> entry : vertex.paramTable(false).entrySet()) {
        long end = offset + entry.getValue().length();
        all.add(new Parameter(vertex.getVertexName(), entry.getKey(), offset, end));
        offset = end;
      }
    }
    if (offset != net.params().length()) {
      throw new IllegalStateException("a net of %d parameters has vertices with %d in all"
          .formatted(net.params().length(), offset));
    }
  }

  /** In the order in which a forward pass meets them. */
  List<Parameter> all() {
    return all;
  }

  /**
   * The parts of a flat vector that hold the parameters chosen, as views; neighbours are joined
   * into one.
   */
  List<INDArray> views(INDArray flat, Predicate<Parameter> chosen) {
    INDArray vector = flat.reshape(flat.length());
    List<INDArray> views = new ArrayList<>();
    long from = -1;
    for (Parameter parameter : all) {
      if (chosen.test(parameter)) {
        from = from < 0 ? parameter.from() : from;
      } else if (from >= 0) {
        views.add(vector.get(NDArrayIndex.interval(from, parameter.from())));
        from = -1;
      }
    }
    if (from >= 0) {
      views.add(vector.get(NDArrayIndex.interval(from, flat.length())));
    }
    return views;
  }
}
