package sevennets.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import sevennets.ops.Dropout;
import sevennets.ops.Op;
import sevennets.ops.Shape;
import sevennets.ops.StochasticDepth;

/** What is drawn by chance in training, and what a batch norm keeps of its batches. */
class ChanceTest {

  private static final int EXAMPLES = 400;

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void eachStepDropsOthersAndTheRestIsScaledUp(boolean wholeExamples) {
    Op op = wholeExamples ? new StochasticDepth(0.25) : new Dropout(0.25);
    Graph graph = new Graph(Shape.vector(50));
    graph.classify(graph.input().then("op", op).dense("classes", 2));
    ComputationGraph net = graph.net(3);
    INDArray ones = Nd4j.ones(EXAMPLES, 50);

    INDArray first = net.feedForward(new INDArray[] {ones}, true).get("op").dup();
    INDArray second = net.feedForward(new INDArray[] {ones}, true).get("op").dup();

    assertThat(first).isNotEqualTo(second);
    for (INDArray step : new INDArray[] {first, second}) {
      assertThat(step.eq(0).castTo(ones.dataType()).meanNumber().doubleValue())
          .isCloseTo(0.25, within(wholeExamples ? 0.07 : 0.01));
      assertThat(step.maxNumber().doubleValue()).isCloseTo(1 / 0.75, within(1e-6));
    }
    double together = first
        .eq(0)
        .castTo(ones.dataType())
        .muli(second.eq(0).castTo(ones.dataType()))
        .meanNumber()
        .doubleValue();
    assertThat(together)
        .as("dropped in both steps, as often as two independent chances are")
        .isCloseTo(0.0625, within(wholeExamples ? 0.045 : 0.008));
  }

  @ParameterizedTest
  @ValueSource(strings = {"onednn", "nd4j"})
  void batchNormKeepsAMeanAndAnUnbiasedVarianceAsPyTorchDoes(String backend) {
    String before = System.getProperty("sevennets.layers");
    System.setProperty("sevennets.layers", backend);
    try {
      Graph graph = new Graph(Shape.image(1, 1, 2));
      graph.classify(graph.input().bn("bn").flatten("flatten").dense("classes", 2));
      ComputationGraph net = graph.net(3);
      // torch.nn.BatchNorm2d(1)(torch.tensor([[1., 2.], [4., 9.]])): mean 4, unbiased variance
      // 38/3.
      net.feedForward(new INDArray[] {Nd4j.create(new float[] {1, 2, 4, 9}, 2, 1, 2, 1)}, true);
      assertThat(net.getParam("bn_mean").getDouble(0)).isCloseTo(0.1 * 4, within(1e-6));
      assertThat(net.getParam("bn_var").getDouble(0)).isCloseTo(0.9 + 0.1 * 38 / 3, within(1e-6));
    } finally {
      if (before == null) System.clearProperty("sevennets.layers");
      else System.setProperty("sevennets.layers", before);
    }
  }

  @Test
  void nothingIsDroppedInInference() {
    Graph graph = new Graph(Shape.vector(50));
    graph.classify(graph
        .input()
        .then("op", new Dropout(0.25))
        .then("deep", new StochasticDepth(0.5))
        .dense("classes", 2));
    INDArray ones = Nd4j.ones(4, 50);
    assertThat(graph.net(3).feedForward(new INDArray[] {ones}, false).get("deep"))
        .isEqualTo(ones);
  }
}
