package sevennets.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Percentage.withPercentage;

import java.util.List;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import sevennets.graph.Graph;
import sevennets.graph.Node;
import sevennets.graph.OpNets;
import sevennets.ops.Activation;
import sevennets.ops.Conv;
import sevennets.ops.Pad;
import sevennets.ops.Shape;

/** Our layers train as Deeplearning4j's own do. */
class StockAgreementTest {

  /** A residual net of every operation that Deeplearning4j has, but for dropout's chance. */
  private static Graph graph() {
    Graph graph = new Graph(Shape.image(2, 8, 8));
    Node x = graph.input().conv("conv1", Conv.of(8, 3).bias()).bn("bn1").relu("relu1");
    Node y = x.then("pad", new Pad(1, 1, 1, 1))
        .conv("conv2", Conv.of(8, 3).padding(0))
        .bn("bn2");
    Node sum = y.plus("add", x).relu("relu");
    Node gated = sum.scale("gates", sum.sigmoid("gate"));
    Node both = gated.maxPool("max", 2, 2, 0).concat("concat", gated.avgPool("avg", 2, 2));
    Node hidden = both.flatten("flatten").dense("hidden", 6).then("tanh", Activation.TANH);
    return OpNets.ended(hidden);
  }

  @Test
  void twentyStepsFromTheSameParametersEndInTheSame() {
    ComputationGraph ours = graph().net(7);
    ComputationGraphConfiguration configuration = graph().net(7).getConfiguration();
    Stock.replaceIn(configuration);
    ComputationGraph stock = new ComputationGraph(configuration);
    stock.init();
    stock.setLearningRate(1e-3);
    ours.setLearningRate(1e-3);
    for (String key : stock.paramTable().keySet()) {
      stock.getParam(key).assign(ours.getParam(key).reshape(stock.getParam(key).shape()));
    }
    for (int step = 0; step < 20; step++) {
      Nd4j.getRandom().setSeed(step);
      INDArray[] images = {OpNets.images(graph(), DataType.FLOAT, 9)};
      INDArray[] labels = {OpNets.labels(DataType.FLOAT, 9)};
      ours.fit(images, labels);
      stock.fit(images, labels);
    }
    for (String key : learned(stock)) {
      INDArray expected = stock.getParam(key);
      double difference = ours.getParam(key)
          .reshape(expected.shape())
          .sub(expected)
          .norm2Number()
          .doubleValue();
      assertThat(difference / Math.max(1e-2, expected.norm2Number().doubleValue()))
          .as(key)
          .isLessThan(1e-4);
    }
    assertThat(ours.score()).isCloseTo(stock.score(), withPercentage(0.01));
  }

  /** All but the running statistics, for which Deeplearning4j uses the biased variance. */
  private static List<String> learned(ComputationGraph net) {
    return net.paramTable().keySet().stream()
        .filter(key -> !key.endsWith("_mean") && !key.endsWith("_var"))
        .toList();
  }
}
