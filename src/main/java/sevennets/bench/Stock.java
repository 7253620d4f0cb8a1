package sevennets.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.nd4j.linalg.learning.config.Sgd;
import sevennets.layers.FastLayer;
import sevennets.layers.FastVertex;

/**
 * A net of ours turned into one of Deeplearning4j's own layers and vertices; what it lacks stays
 * ours.
 */
final class Stock {
  private Stock() {}

  static void replaceIn(ComputationGraphConfiguration configuration) {
    Map<String, Layer> functions = new LinkedHashMap<>();
    configuration.getVertices().forEach((name, vertex) -> functions.put(name, function(vertex)));
    configuration.getVertices().replaceAll(Stock::stock);
    functions.forEach((name, function) -> {
      if (function != null) follow(configuration, name, function);
    });
    configuration.setTopologicalOrder(null); // it was that of the net without what was added
    configuration.setTopologicalOrderStr(null);
  }

  /** What a layer of ours does to its output and Deeplearning4j's counterpart does not. */
  private static Layer function(GraphVertex vertex) {
    if (vertex instanceof FastVertex fast) return fast.stockActivation();
    return vertex instanceof LayerVertex holder
            && holder.getLayerConf().getLayer() instanceof FastLayer fast
        ? fast.stockActivation()
        : null;
  }

  private static void follow(
      ComputationGraphConfiguration configuration, String name, Layer function) {
    String added = name + ".fn";
    configuration
        .getVertexInputs()
        .replaceAll((reader, inputs) ->
            inputs.stream().map(input -> input.equals(name) ? added : input).toList());
    configuration.getVertexInputs().put(added, List.of(name));
    NeuralNetConfiguration conf =
        new NeuralNetConfiguration.Builder().layer(named(function, added)).build();
    configuration.getVertices().put(added, new LayerVertex(conf, null));
  }

  private static GraphVertex stock(String name, GraphVertex vertex) {
    if (vertex instanceof FastVertex fast && fast.stock() != null) return fast.stock();
    if (vertex instanceof LayerVertex holder
        && holder.getLayerConf().getLayer() instanceof FastLayer fast
        && fast.stock() != null) holder.getLayerConf().setLayer(named(fast.stock(), name));
    return vertex;
  }

  /** What Deeplearning4j's builder would have filled in. */
  private static Layer named(Layer layer, String name) {
    layer.setLayerName(name);
    if (layer instanceof BaseLayer base) {
      base.setIUpdater(new Sgd());
      base.setBiasUpdater(new Sgd());
    }
    return layer;
  }
}
