package sevennets.models;

import static org.assertj.core.api.Assertions.assertThat;
import static sevennets.models.Nets.graph;
import static sevennets.models.Nets.names;

import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import sevennets.graph.Graph;
import sevennets.ops.AffineSampler;
import sevennets.ops.Shape;

class SpatialTransformerTest {

  private static final SpatialTransformer NET = SpatialTransformer.small();

  @Test
  void theClassifierSeesTheImageOnlyThroughTheMap() {
    Graph net = graph(NET, 32);
    assertThat(net.step("sampler").inputs())
        .containsExactly(net.input(), net.node("localisation.fc2"));
    assertThat(net.node("localisation.fc2").shape())
        .isEqualTo(Shape.vector(AffineSampler.PARAMETERS));
    assertThat(net.step("c1").inputs()).containsExactly(net.node("sampler"));
  }

  @Test
  void itsTwinIsTheClassifierAlone() {
    assertThat(names(graph(NET, 32)).stream()
            .filter(name -> !name.startsWith("localisation.") && !name.equals("sampler"))
            .toList())
        .isEqualTo(names(graph(NET.twin(), 32)));
  }

  @Test
  void itBeginsByLookingAtNextToTheWholeImage() {
    Graph graph = graph(NET, 32);
    ComputationGraph net = graph.net(3);
    INDArray images = Nd4j.rand(DataType.FLOAT, 4, 3, 32, 32);
    INDArray map =
        net.output(java.util.List.of("localisation.fc2"), false, new INDArray[] {images}, null)[0];
    assertThat(map.amaxNumber().doubleValue()).isPositive().isLessThan(0.05);
  }
}
