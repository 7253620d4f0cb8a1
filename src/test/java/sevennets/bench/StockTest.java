package sevennets.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import sevennets.models.Models;

class StockTest {

  @Test
  void convolutionsAndBatchNormsBecomeDeeplearning4jsOwn() {
    ComputationGraphConfiguration configuration =
        Models.get("resnet20_cifar").net(1).getConfiguration();
    Stock.replaceIn(configuration);
    assertThat(layer(configuration, "layer2.0.conv1")).isExactlyInstanceOf(ConvolutionLayer.class);
    assertThat(layer(configuration, "layer2.0.bn1")).isExactlyInstanceOf(BatchNormalization.class);
  }

  @Test
  void aNetThatFollowsItsBatchNormsByActivationsCanBeMade() {
    ComputationGraphConfiguration configuration =
        Models.get("resnet20_cifar").net(1).getConfiguration();
    Stock.replaceIn(configuration);
    ComputationGraph stock = new ComputationGraph(configuration);
    stock.init();
    assertThat(stock.getVertex("layer2.0.bn1.fn"))
        .as("the ReLU that ours has within")
        .isNotNull();
  }

  private static Layer layer(ComputationGraphConfiguration configuration, String name) {
    return ((LayerVertex) configuration.getVertices().get(name)).getLayerConf().getLayer();
  }
}
