package sevennets.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import java.util.List;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import sevennets.ops.ChannelShuffle;
import sevennets.ops.Op;
import sevennets.ops.RadialBasis;
import sevennets.ops.ScaledTanh;
import sevennets.ops.SelfAttention;

/** What operations compute, against numbers found by hand. */
@ExtendWith(InDoubles.class)
class OperationsTest {
  private static final DataType TYPE = DataType.DOUBLE;

  @Test
  void scaledTanhOfOneIsOne() {
    INDArray output = ofConstants(ScaledTanh.LENET, 1, -1, 0, 100);
    assertThat(output.getDouble(0, 1, 1, 0)).isCloseTo(1, offset(1e-4));
    assertThat(output.getDouble(0, 1, 1, 1)).isCloseTo(-1, offset(1e-4));
    assertThat(output.getDouble(0, 1, 1, 2)).isZero();
    assertThat(output.getDouble(0, 1, 1, 3)).isCloseTo(1.7159, offset(1e-9));
  }

  @Test
  void shuffleTakesTheFirstOfEachGroupThenTheSecond() {
    INDArray output = ofConstants(new ChannelShuffle(2), 0, 1, 2, 3, 4, 5);
    assertThat(output.reshape(9, 6).getRow(4).toIntVector()).containsExactly(0, 3, 1, 4, 2, 5);
  }

  @Test
  void radialBasisIsLessTheSquaredDistance() {
    Graph graph = new Graph(sevennets.ops.Shape.vector(2));
    graph.classify(graph
        .input()
        .then("layer", new RadialBasis(List.of(List.of(1.0, -1.0), List.of(0.0, 2.0)))));
    INDArray output = graph
        .net(1, TYPE)
        .feedForward(Nd4j.create(new double[][] {{3, 1}}), false)
        .get("layer");
    assertThat(output.toDoubleVector()).containsExactly(new double[] {-8, -10}, offset(1e-12));
  }

  /** Of images whose channels are these numbers everywhere. */
  private static INDArray ofConstants(Op op, double... channels) {
    Graph graph = OpNets.of(channels.length, 3, 3, op);
    ComputationGraph net = graph.net(1, TYPE);
    net.getParam("conv_W").assign(0);
    net.getParam("conv_b").assign(Nd4j.create(channels).reshape(1, channels.length));
    return net.feedForward(OpNets.images(graph, TYPE, 1), false).get("layer");
  }

  @Test
  void eachTokensWeightsAreThoseOfTheSoftmaxAndSumToOne() {
    INDArray tokens = Nd4j.rand(TYPE, 2, 5, 12).muli(4);
    INDArray weights = new SelfAttention(2).weights(tokens);
    assertThat(weights.shape()).containsExactly(2, 2, 5, 5);
    assertThat(weights.sum(3).sub(1).amaxNumber().doubleValue()).isLessThan(1e-12);
    // The second sequence's second head, third token: query and keys are numbers 2 and 3 of their
    // four.
    double[] expected = new double[5];
    double sum = 0;
    for (int key = 0; key < 5; key++) {
      double score = 0;
      for (int i = 2; i < 4; i++) {
        score += tokens.getDouble(1, 2, i) * tokens.getDouble(1, key, 4 + i);
      }
      expected[key] = Math.exp(score / Math.sqrt(2));
      sum += expected[key];
    }
    for (int key = 0; key < 5; key++) {
      assertThat(weights.getDouble(1, 1, 2, key)).isCloseTo(expected[key] / sum, offset(1e-12));
    }
  }

  @Test
  void attentionRefusesAWidthThatItsHeadsDoNotDivide() {
    assertThatThrownBy(() -> new SelfAttention(3).weights(Nd4j.rand(TYPE, 2, 5, 12)))
        .hasMessageContaining("3 heads need N x L x 3D with D a multiple of 3")
        .hasMessageContaining("[2, 5, 12]");
  }
}
