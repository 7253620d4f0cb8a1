package sevennets.graph;

import java.util.Arrays;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import sevennets.ops.OpCases;

/**
 * Every operation's gradients, of its parameters and (through what is before it) of its inputs, in
 * double precision.
 */
@ExtendWith(InDoubles.class)
class GradientTest {
  private static final DataType TYPE = DataType.DOUBLE;

  @ParameterizedTest
  @MethodSource("sevennets.ops.OpCases#all")
  void agreesWithFiniteDifferences(OpCases.Case c) {
    check(OpNets.of(c));
  }

  static void check(Graph graph) {
    ComputationGraph net = OpNets.stirred(graph.net(7, TYPE));
    INDArray[] labels = new INDArray[graph.heads().size() + graph.penalties().size()];
    Arrays.fill(labels, OpNets.labels(TYPE, 2));
    new FiniteDifferences(net, OpNets.images(graph, TYPE, 2), labels).agreeWithGradients();
  }
}
