package sevennets.layers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;

/** Our layers train as Deeplearning4j's own do. */
class StockAgreementTest {
  private static final int[] ONE = {1, 1};
  private static final int[] THREE = {3, 3};

  /** A residual net with our layers or with the equivalents they name. */
  private static ComputationGraph net(boolean stock) {
    GraphBuilder builder = TestNets.builder(DataType.FLOAT, new Sgd(1e-3));
    add(
        builder,
        stock,
        "conv1",
        new Conv2d(2, 8, THREE, ONE, ONE, 1, true).inputGradient(false),
        "nhwc");
    add(builder, stock, "bn1", new BatchNorm(8, 1e-5, 0.1, Fn.RELU), "conv1");
    String relu = stock ? "bn1.fn" : "bn1";
    if (stock) {
      builder.addLayer(relu, new BatchNorm(8, 1e-5, 0.1, Fn.RELU).stockActivation(), "bn1");
    }
    add(builder, stock, "conv2", new Conv2d(8, 8, THREE, ONE, ONE, 1, false), relu);
    add(builder, stock, "bn2", new BatchNorm(8, 1e-5, 0.1, Fn.IDENTITY), "conv2");
    builder.addVertex("add", vertex(stock, new Add(Fn.IDENTITY)), "bn2", relu);
    add(builder, stock, "relu", new Activation(Fn.RELU), "add");
    add(
        builder,
        stock,
        "pool",
        new Pool(Pool.Kind.MAX, new int[] {2, 2}, new int[] {2, 2}, new int[] {0, 0}, false, true),
        "relu");
    builder.addVertex("flatten", new FlattenChw(), "pool");
    add(builder, stock, "hidden", new Dense(8 * 4 * 4, 6, true).fn(Fn.TANH), "flatten");
    return TestNets.finishVector(builder, 6, "hidden");
  }

  private static void add(
      GraphBuilder builder, boolean stock, String name, FastLayer layer, String input) {
    Layer chosen = stock ? layer.stock() : layer;
    builder.addLayer(name, chosen, input);
  }

  private static GraphVertex vertex(boolean stock, FastVertex vertex) {
    return stock ? vertex.stock() : vertex;
  }

  @Test
  void twentyStepsFromTheSameParametersEndInTheSame() {
    ComputationGraph ours = net(false);
    ComputationGraph stock = net(true);
    for (String key : stock.paramTable().keySet()) {
      stock.getParam(key).assign(ours.getParam(key).reshape(stock.getParam(key).shape()));
    }
    for (int step = 0; step < 20; step++) {
      Nd4j.getRandom().setSeed(step);
      INDArray[] images = {TestNets.images(DataType.FLOAT, 9, 2, 8, 8)};
      INDArray[] labels = {TestNets.labels(DataType.FLOAT, 9)};
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
    assertThat(ours.score())
        .isCloseTo(stock.score(), org.assertj.core.data.Percentage.withPercentage(0.01));
  }

  /** All but the running statistics, for which Deeplearning4j uses the biased variance. */
  private static List<String> learned(ComputationGraph net) {
    return net.paramTable().keySet().stream()
        .filter(key -> !key.endsWith("_mean") && !key.endsWith("_var"))
        .toList();
  }
}
