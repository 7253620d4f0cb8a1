package sevennets.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import sevennets.kernels.onednn.OneDnnBackend;
import sevennets.ops.OpCases;

/**
 * oneDNN's kernels against libnd4j's: outputs, parameter gradients, running statistics, and
 * inference.
 */
class BackendsAgreeTest {
  private static final DataType TYPE = DataType.FLOAT;

  @BeforeEach
  void seed() {
    assertThat(new OneDnnBackend().obstacle()).isEmpty();
    Nd4j.getRandom().setSeed(5);
  }

  @AfterEach
  void choose() {
    System.clearProperty("sevennets.layers");
  }

  @ParameterizedTest
  @MethodSource("sevennets.ops.OpCases#all")
  void backendsAgree(OpCases.Case c) {
    Graph graph = OpNets.of(c);
    ComputationGraph fast = net("onednn", graph);
    ComputationGraph plain = OpNets.stirred(net("nd4j", graph));
    fast.setParams(plain.params());
    INDArray images = OpNets.images(graph, TYPE, 6);
    INDArray labels = OpNets.labels(TYPE, 6);

    assertClose("inference", fast.outputSingle(images), plain.outputSingle(images));
    Map<String, INDArray> fastOutputs = step(fast, images, labels);
    Map<String, INDArray> plainOutputs = step(plain, images, labels);
    plainOutputs.forEach((key, expected) -> assertClose(key, fastOutputs.get(key), expected));
    assertClose(
        "inference of another batch size",
        fast.outputSingle(images.get(NDArrayIndex.interval(0, 4))),
        plain.outputSingle(images).get(NDArrayIndex.interval(0, 4)));
  }

  private static ComputationGraph net(String backend, Graph graph) {
    System.setProperty("sevennets.layers", backend);
    return graph.net(7);
  }

  /** The gradient and the parameters (with the statistics moved) after a step. */
  private static Map<String, INDArray> step(
      ComputationGraph net, INDArray images, INDArray labels) {
    net.setInputs(images);
    net.setLabels(labels);
    net.computeGradientAndScore();
    Map<String, INDArray> results = new TreeMap<>();
    net.gradient()
        .gradientForVariable()
        .forEach((key, value) -> results.put("gradient of " + key, value.dup()));
    net.paramTable().forEach((key, value) -> results.put(key, value.dup()));
    return results;
  }

  private static void assertClose(String what, INDArray actual, INDArray expected) {
    // Before a batch norm a bias has no gradient but rounding errors: hence the least scale.
    double scale = Math.max(0.3, expected.amaxNumber().doubleValue());
    double difference = actual.sub(expected).amaxNumber().doubleValue();
    assertThat(difference / scale)
        .as("%s: greatest difference over greatest value", what)
        .isLessThan(1e-4);
  }
}
