package sevennets.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import sevennets.data.Dataset;
import sevennets.data.Datasets;
import sevennets.data.Normalisation;
import sevennets.data.Subset;
import sevennets.graph.Graph;
import sevennets.ops.Shape;

class FreshStatisticsTest {
  private static final Dataset IMAGES =
      Subset.sample(Datasets.load("fashion-mnist").train(), 64, 1);
  private static final Normalisation NORMALISATION = Normalisation.of(IMAGES, 64);

  /**
   * Normalised images have a mean of 0 and a variance of 1, whatever was in the statistics before.
   */
  @Test
  void theStatisticsAreThoseOfTheImagesAndNothingElseMoves() {
    Graph graph = new Graph(Shape.image(1, 32, 32));
    ComputationGraph net = graph
        .classify(graph.input().bn("bn").globalAvgPool("pool").dense("fc", 10))
        .net(1);
    net.getVertex("bn").paramTable(false).get("mean").assign(5);
    net.getVertex("bn").paramTable(false).get("var").assign(9);
    INDArray weights = net.getVertex("fc").paramTable(false).get("W").dup();
    FreshStatistics.measure(net, IMAGES, NORMALISATION, 64, 1000, 1);
    assertThat(net.getVertex("bn").paramTable(false).get("mean").getDouble(0))
        .isCloseTo(0, within(0.05));
    assertThat(net.getVertex("bn").paramTable(false).get("var").getDouble(0))
        .isCloseTo(1, within(0.1));
    assertThat(net.getVertex("fc").paramTable(false).get("W")).isEqualTo(weights);
  }
}
