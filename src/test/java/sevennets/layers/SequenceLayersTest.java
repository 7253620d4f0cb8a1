package sevennets.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The layers of attention and of sequences: their gradients in double precision, and what they
 * compute.
 */
@ExtendWith(InDoubles.class)
class SequenceLayersTest {
  private static final DataType TYPE = DataType.DOUBLE;

  @ParameterizedTest
  @EnumSource(Pool.Kind.class)
  void channelPoolAgreesWithFiniteDifferences(Pool.Kind kind) {
    GradientTest.check(TestNets.finish(TestNets.with(TYPE, 4, new ChannelPool(kind)), 1, "layer"));
  }

  @Test
  void pixelGateAgreesWithFiniteDifferences() {
    Conv2d one = new Conv2d(4, 1, new int[] {3, 3}, new int[] {1, 1}, new int[] {1, 1}, 1, true);
    GradientTest.check(TestNets.finish(
        TestNets.stem(TYPE, 4)
            .addLayer("gate", one.fn(Fn.SIGMOID), "conv")
            .addVertex("layer", new PixelGate(), "conv", "gate"),
        4,
        "layer"));
  }

  @Test
  void stackedVectorsThroughOneDenseAgreeWithFiniteDifferences() {
    GraphBuilder builder = TestNets.stem(TYPE, 4)
        .addLayer("avg", new GlobalPool(Pool.Kind.AVG), "conv")
        .addLayer("max", new GlobalPool(Pool.Kind.MAX), "conv")
        .addVertex("stack", new StackTokens(), "avg", "max")
        .addLayer("shared", new Dense(4, 5, true).fn(Fn.TANH), "stack")
        .addLayer("sum", new TokenPool(TokenPool.Kind.SUM), "shared");
    GradientTest.check(TestNets.finishVector(builder, 5, "sum"));
  }

  @ParameterizedTest
  @EnumSource(
      value = TokenPool.Kind.class,
      names = {"MEAN", "FIRST"})
  void transformerAgreesWithFiniteDifferences(TokenPool.Kind kind) {
    GradientTest.check(transformer(kind));
  }

  /** One block of one of each layer, on 4 x 5 tokens. */
  private static ComputationGraph transformer(TokenPool.Kind kind) {
    GraphBuilder builder = TestNets.stem(TYPE, 6)
        .addVertex("tokens", new Tokens(), "conv")
        .addLayer("class", new LearnedTokens(LearnedTokens.Use.PREPENDED, 1, 6), "tokens")
        .addLayer("positions", new LearnedTokens(LearnedTokens.Use.ADDED, 21, 6), "class")
        .addLayer("norm", new LayerNorm(6, 1e-6), "positions")
        .addLayer("qkv", new Dense(6, 18, true), "norm")
        .addLayer("heads", new SelfAttention(2), "qkv")
        .addVertex("add", new Add(Fn.IDENTITY), "heads", "positions")
        .addLayer("pool", new TokenPool(kind), "add");
    ComputationGraph net = TestNets.finishVector(builder, 6, "pool");
    net.getParam("norm_gamma").assign(Nd4j.create(new double[] {0.5, -1.2, 2, 1, 0.8, 1.5}));
    net.getParam("norm_beta").assign(Nd4j.create(new double[] {0.3, 0.1, -0.2, 0.4, 0, -0.5}));
    net.getParam("qkv_W").muli(3);
    return net;
  }

  @Test
  void eachTokensWeightsAreThoseOfTheSoftmaxAndSumToOne() {
    INDArray tokens = Nd4j.rand(TYPE, 2, 5, 12).muli(4);
    INDArray weights = SelfAttention.weights(tokens, 2);
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
    assertThatThrownBy(() -> SelfAttention.weights(Nd4j.rand(TYPE, 2, 5, 12), 3))
        .hasMessageContaining("3 heads need N x L x 3D with D a multiple of 3")
        .hasMessageContaining("[2, 5, 12]");
  }
}
