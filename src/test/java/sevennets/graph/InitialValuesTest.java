package sevennets.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import sevennets.ops.BatchNorm;
import sevennets.ops.ChannelAffine;
import sevennets.ops.Conv;
import sevennets.ops.LayerNorm;
import sevennets.ops.LearnedTokens;
import sevennets.ops.Op;
import sevennets.ops.Shape;
import sevennets.ops.TokenPool;

/**
 * Fresh weights have the mean and the spread that their source names. Each tensor here holds 10,000
 * numbers or more, so that its deviation is known to one percent.
 */
class InitialValuesTest {

  private static final Shape IMAGE = Shape.image(32, 8, 8);

  @Test
  void convolutionBeforeABatchNormKeepsTheBackwardSignal() {
    // He et al. 2015, arXiv:1502.01852, equation 14; torchvision's kaiming_normal_, fan_out.
    assertNormal(weights(IMAGE, x -> x.conv("op", Conv.of(64, 3))).get("op_W"), 2.0 / (64 * 9));
  }

  @Test
  void groupedConvolutionCountsAllItsFiltersAsPyTorchDoes() {
    assertNormal(
        weights(IMAGE, x -> x.conv("op", Conv.of(256, 3).groups(4))).get("op_W"), 2.0 / (256 * 9));
  }

  @Test
  void convolutionWithABiasKeepsTheForwardSignalAndStartsFromZero() {
    // He et al. 2015, arXiv:1502.01852, equation 10.
    Map<String, INDArray> fresh =
        weights(IMAGE, x -> x.conv("op", Conv.of(64, 3).bias()));
    assertNormal(fresh.get("op_W"), 2.0 / (32 * 9));
    assertThat(fresh.get("op_b").amaxNumber().doubleValue()).isZero();
  }

  @Test
  void linearLayerStartsAsDeeplearning4jsDoes() {
    // Deeplearning4j's LECUN_UNIFORM: 3 / sqrt(fan-in) either way, three times LeCun's variance.
    Map<String, INDArray> fresh = weights(Shape.vector(200), x -> x.dense("op", 100));
    INDArray weights = fresh.get("op_W");
    assertSpread(weights, 3.0 / 200);
    assertThat(weights.amaxNumber().doubleValue()).isLessThanOrEqualTo(3 / Math.sqrt(200) + 1e-6);
    assertThat(fresh.get("op_b").amaxNumber().doubleValue()).isZero();
  }

  @Test
  void tokensThatAreLearntStartFromADeviationOfTwoHundredths() {
    // The Vision Transformer's code, and timm's: normal with deviation 0.02.
    Shape tokens = Shape.tokens(100, 128);
    assertNormal(
        weights(tokens, x -> x.then("op", LearnedTokens.POSITIONS)).get("op_W"), 0.02 * 0.02);
    assertNormal(
        weights(Shape.tokens(4, 16_384), x -> x.then("op", LearnedTokens.CLASS)).get("op_W"),
        0.02 * 0.02);
  }

  @Test
  void normalisationsStartAsTheIdentity() {
    for (Op op : new Op[] {BatchNorm.STANDARD, LayerNorm.STANDARD, new ChannelAffine()}) {
      Shape input = op instanceof LayerNorm ? Shape.tokens(4, 32) : IMAGE;
      weights(input, x -> x.then("op", op)).forEach((key, values) -> {
        double start = key.endsWith("_gamma") || key.endsWith("_var") ? 1 : 0;
        if (key.startsWith("op_"))
          assertThat(values.sub(start).amaxNumber().doubleValue())
              .as(op + " " + key)
              .isZero();
      });
    }
  }

  private static Map<String, INDArray> weights(Shape input, UnaryOperator<Node> op) {
    Graph graph = new Graph(input);
    Node out = op.apply(graph.input());
    Node vector = switch (out.shape().kind()) {
      case IMAGE -> out.flatten("flatten");
      case TOKENS -> out.then("first", TokenPool.FIRST);
      case VECTOR -> out;
    };
    return graph.classify(vector.dense("classes", 2)).net(7).paramTable();
  }

  private static void assertNormal(INDArray values, double variance) {
    assertSpread(values, variance);
    double deviation = Math.sqrt(variance);
    double beyondTwo =
        values.gt(2 * deviation).castTo(DataType.DOUBLE).meanNumber().doubleValue();
    assertThat(beyondTwo).as("a normal's share above two deviations").isBetween(0.015, 0.031);
  }

  private static void assertSpread(INDArray values, double variance) {
    double deviation = Math.sqrt(variance);
    assertThat(values.length()).isGreaterThan(9_000);
    assertThat(values.meanNumber().doubleValue()).isCloseTo(0, within(0.05 * deviation));
    assertThat(values.stdNumber().doubleValue()).isCloseTo(deviation, within(0.03 * deviation));
  }
}
