package sevennets.models;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/** Every family and every switch learns, and survives being saved. */
class TrainingTest {

  static Stream<Variant> nets() {
    return Narrow.all().values().stream();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("nets")
  void everyParameterHasAFiniteGradientThatIsNotZero(Variant variant) {
    ComputationGraph net = variant.net(3);
    feed(net, variant);
    net.computeGradientAndScore();
    for (Layer layer : net.getLayers())
      layer.paramTable().keySet().stream().filter(key -> !key.equals("mean") && !key.equals("var")).forEach(key -> {
        String name = layer.conf().getLayer().getLayerName() + "_" + key;
        double size = net.gradient().getGradientFor(name).norm2Number().doubleValue();
        assertThat(size).as("norm of the gradient of " + name).isFinite().isPositive();
      });
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("nets")
  void oneBatchIsLearntByHeart(Variant variant) {
    ComputationGraph net = variant.net(5);
    feed(net, variant);
    double first = loss(net), best = first;
    Adam adam = new Adam(net);
    for (int step = 0; step < 60 && best > first / 2; step++) {
      adam.step();
      best = Math.min(best, loss(net));
    }
    assertThat(best).as("lowest loss, having begun at " + first).isLessThanOrEqualTo(first / 2);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("nets")
  void aSavedNetComputesTheSame(Variant variant) throws IOException {
    ComputationGraph net = variant.net(7);
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    ModelSerializer.writeModel(net, file, true);
    ComputationGraph loaded = ModelSerializer.restoreComputationGraph(new ByteArrayInputStream(file.toByteArray()));
    INDArray images = images(variant);
    assertThat(loaded.output(images)[0]).isEqualTo(net.output(images)[0]);
  }

  /** The optimizer of Kingma and Ba 2014, arXiv:1412.6980; batch norms keep their own statistics, whose gradient is zero. */
  private static final class Adam {
    private static final double RATE = 0.003;
    private final ComputationGraph net;
    private final INDArray mean, square;
    private int steps;

    Adam(ComputationGraph net) {
      this.net = net;
      mean = Nd4j.zeros(DataType.FLOAT, net.params().shape());
      square = mean.dup();
    }

    void step() {
      INDArray gradient = net.getFlattenedGradients().reshape(mean.shape());
      steps++;
      mean.muli(0.9).addi(gradient.mul(0.1));
      square.muli(0.99).addi(gradient.mul(gradient).muli(0.01));
      INDArray size = Transforms.sqrt(square.div(1 - Math.pow(0.99, steps)), false).addi(1e-8);
      net.params().subi(mean.div(1 - Math.pow(0.9, steps)).divi(size).muli(RATE));
    }
  }

  private static double loss(ComputationGraph net) {
    net.computeGradientAndScore();
    return net.score();
  }

  private static void feed(ComputationGraph net, Variant variant) {
    INDArray[] labels = new INDArray[net.getNumOutputArrays()];
    Arrays.fill(labels, Nd4j.eye(4).castTo(DataType.FLOAT));
    net.setInputs(images(variant));
    net.setLabels(labels);
  }

  /** One image of noise for each class. */
  private static INDArray images(Variant variant) {
    Nd4j.getRandom().setSeed(11);
    return Nd4j.randn(DataType.FLOAT, 4, 3, variant.input().height(), variant.input().width());
  }
}
