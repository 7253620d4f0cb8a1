package sevennets.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import sevennets.ops.Shape;
import sevennets.ops.SquaredDistance;
import sevennets.ops.Unpool;

/** Unpooling, on both backends, and the distance that a reconstruction is judged by. */
class UnpoolTest {

  @AfterEach
  void choose() {
    System.clearProperty("sevennets.layers");
  }

  @ParameterizedTest
  @CsvSource({
    "onednn, true, 0 9 0 0 0 0 8 0",
    "nd4j, true, 0 9 0 0 0 0 8 0",
    "onednn, false, 9 9 8 8 9 9 8 8",
    "nd4j, false, 9 9 8 8 9 9 8 8"
  })
  void aMaximumGoesBackToItsPlaceOrToItsWholeWindow(
      String backend, boolean where, String expected) {
    System.setProperty("sevennets.layers", backend);
    Graph graph = new Graph(Shape.image(1, 2, 4));
    Node image = graph.input();
    OpNets.ended(image.maxPool("pool", 2, 2, 0).then("unpool", new Unpool(2, where), image));
    INDArray pixels = Nd4j.createFromArray(1f, 9, 3, 4, 5, 6, 8, 7).reshape(1, 1, 2, 4);
    assertThat(graph.net(1).feedForward(pixels, false).get("unpool").reshape(8).toIntVector())
        .containsExactly(
            Arrays.stream(expected.split(" ")).mapToInt(Integer::parseInt).toArray());
  }

  @Test
  void aPenaltyIsTheMeanOfItsValuesTimesItsWeight() {
    Graph graph = new Graph(Shape.image(1, 2, 2));
    Node image = graph.input();
    graph.penalty(
        "distance", image.relu("zero").then("distance", new SquaredDistance(), image), 0.5);
    OpNets.ended(image);
    ComputationGraph net = graph.net(1);
    net.setInputs(Nd4j.createFromArray(-1f, -2, -3, 4, 5, 6, -1, -1).reshape(2, 1, 2, 2));
    INDArray nothing = Nd4j.zeros(2, OpNets.CLASSES); // costs nothing
    net.setLabels(nothing, nothing);
    net.computeGradientAndScore();
    assertThat(net.score()).isEqualTo(0.5 * ((1 + 4 + 9) / 4.0 + (1 + 1) / 4.0) / 2);
  }

  @Test
  void aPenaltysGradientAgreesWithFiniteDifferences() throws Exception {
    new InDoubles().beforeEach(null);
    try {
      Graph graph = new Graph(Shape.image(2, 4, 4));
      Node conv = graph.input().conv("conv", 3, 3, 1);
      graph.penalty(
          "distance",
          conv.conv("other", 3, 1, 1).then("distance", new SquaredDistance(), conv),
          0.5);
      OpNets.ended(conv);
      GradientTest.check(graph);
    } finally {
      new InDoubles().afterEach(null);
    }
  }
}
