package sevennets.bench;

import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.nd4j.linalg.learning.config.Sgd;
import sevennets.layers.FastLayer;
import sevennets.layers.FastVertex;

/** A net of ours turned into one of Deeplearning4j's own layers and vertices; what it lacks stays ours. */
final class Stock {
  private Stock() {}

  static void replaceIn(ComputationGraphConfiguration configuration) {
    configuration.getVertices().replaceAll(Stock::stock);
  }

  private static GraphVertex stock(String name, GraphVertex vertex) {
    if (vertex instanceof FastVertex fast && fast.stock() != null) return fast.stock();
    if (vertex instanceof LayerVertex holder && holder.getLayerConf().getLayer() instanceof FastLayer fast && fast.stock() != null)
      holder.getLayerConf().setLayer(named(fast.stock(), name));
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
