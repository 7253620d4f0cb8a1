package sevennets.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import sevennets.data.Dataset;
import sevennets.data.Datasets;
import sevennets.data.Normalisation;
import sevennets.data.Subset;
import sevennets.graph.Graph;
import sevennets.graph.Node;
import sevennets.ops.BatchNorm;
import sevennets.ops.Shape;

class FreshStatisticsTest {
  private static final Dataset IMAGES =
      Subset.sample(Datasets.load("fashion-mnist").train(), 64, 1);
  private static final Normalisation NORMALISATION = Normalisation.of(IMAGES, 64);

  /**
   * Normalised images have a mean of 0 and a variance of 1, whatever was in the statistics before.
   */
  @ParameterizedTest
  @ValueSource(doubles = {0.1, 0.01, 1})
  void theStatisticsAreThoseOfTheImagesAndNothingElseMoves(double momentum) {
    ComputationGraph net = net(momentum);
    INDArray weights = net.getVertex("fc").paramTable(false).get("W").dup();
    FreshStatistics.measure(net, IMAGES, NORMALISATION, 64, 5, 1);
    assertThat(statistic(net, "mean")).isCloseTo(0, within(0.05));
    assertThat(statistic(net, "var")).isCloseTo(1, within(0.1));
    assertThat(net.getVertex("fc").paramTable(false).get("W")).isEqualTo(weights);
  }

  @Test
  void statisticsThatNoBatchMovesStayAsTheyAre() {
    ComputationGraph net = net(0);
    FreshStatistics.measure(net, IMAGES, NORMALISATION, 64, 5, 1);
    assertThat(statistic(net, "mean")).isEqualTo(5);
    assertThat(statistic(net, "var")).isEqualTo(9);
  }

  private static ComputationGraph net(double momentum) {
    Graph graph = new Graph(Shape.image(1, 32, 32));
    Node normalised = graph.input().then("bn", BatchNorm.of(1e-5, momentum));
    ComputationGraph net =
        graph.classify(normalised.globalAvgPool("pool").dense("fc", 10)).net(1);
    net.getVertex("bn").paramTable(false).get("mean").assign(5);
    net.getVertex("bn").paramTable(false).get("var").assign(9);
    return net;
  }

  private static double statistic(ComputationGraph net, String name) {
    return net.getVertex("bn").paramTable(false).get(name).getDouble(0);
  }
}
