package sevennets.models;

import static org.assertj.core.api.Assertions.assertThat;
import static sevennets.models.Nets.convolutions;
import static sevennets.models.Nets.graph;
import static sevennets.models.Nets.names;
import static sevennets.models.Nets.ops;
import static sevennets.models.Nets.without;

import java.util.List;
import org.junit.jupiter.api.Test;
import sevennets.graph.Graph;
import sevennets.ops.Dropout;

/** Each switch of DenseNet changes what the paper says it changes, and nothing else. */
class DenseNetTest {

  @Test
  void eachLayerAddsTheGrowthRate() {
    Graph net = graph(DenseNet.cifar(40, 12).withGrowthRate(24), 32);
    assertThat(net.node("features.denseblock1.denselayer1.concat").channels()).isEqualTo(16 + 24);
    assertThat(net.last("features.denseblock1").channels()).isEqualTo(16 + 12 * 24);
  }

  @Test
  void aBottleneckIsFourTimesAsWideAsItsLayer() {
    Graph net = graph(DenseNet.cifar(40, 12).withBottleneck(4), 32);
    assertThat(net.node("features.denseblock2.denselayer3.conv1").channels()).isEqualTo(48);
    assertThat(net.last("features.denseblock1").shape())
        .isEqualTo(
            graph(DenseNet.cifar(40, 12), 32).last("features.denseblock1").shape());
  }

  @Test
  void compressionHalvesATransitionsChannels() {
    assertThat(graph(DenseNet.cifar(40, 12).withCompression(0.5), 32)
            .node("features.transition1.conv")
            .channels())
        .isEqualTo((16 + 144) / 2);
  }

  @Test
  void dropoutFollowsEachConvolutionButTheFirst() {
    DenseNet net = DenseNet.cifarBc(40, 12);
    assertThat(without(net.withDropout(0.2), op -> op instanceof Dropout)).isEqualTo(ops(net));
    assertThat(ops(net.withDropout(0.2)).stream().filter(Dropout.class::isInstance))
        .hasSize(convolutions(graph(net, 32)) - 1);
  }

  @Test
  void withoutDenseConnectionsALayerSeesTheLastOneAlone() {
    DenseNet net = DenseNet.cifar(40, 12);
    assertThat(names(net.withoutDenseConnections()))
        .isEqualTo(names(net, name -> !name.endsWith("concat")));
    assertThat(graph(net.withoutDenseConnections(), 32)
            .step("features.denseblock1.denselayer3.conv1")
            .parameters()
            .get(0)
            .shape())
        .isEqualTo(List.of(12, 12, 3, 3));
  }
}
