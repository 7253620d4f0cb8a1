package sevennets.ops;

import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.layers.Layer;

/**
 * Takes the Deeplearning4j part that a node becomes; its name and inputs are the compiler's
 * business.
 */
public interface Sink {
  void layer(Layer layer);

  void vertex(GraphVertex vertex);
}
