package sevennets.train;

import java.util.Map;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import sevennets.data.Dataset;

/** What comes out of each vertex of a net, without computing it. */
final class Shapes {
  private Shapes() {}

  /** By vertex, for one image of a dataset. */
  static Map<String, InputType> of(ComputationGraph net, Dataset images) {
    // On a copy, since Deeplearning4j changes a configuration by asking for its shapes.
    ComputationGraphConfiguration copy = net.getConfiguration().clone();
    for (String output : copy.getNetworkOutputs()) {
      nameSize(copy, output);
    }
    return copy.getLayerActivationTypes(
        InputType.convolutional(images.height(), images.width(), images.channels()));
  }

  /** A loss without a size is fine, but Deeplearning4j warns of it. */
  private static void nameSize(ComputationGraphConfiguration net, String output) {
    if (net.getVertices().get(output) instanceof LayerVertex vertex
        && vertex.getLayerConf().getLayer() instanceof FeedForwardLayer loss) {
      loss.setNOut(Math.max(1, loss.getNOut()));
    }
  }
}
