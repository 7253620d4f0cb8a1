package sevennets.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import sevennets.graph.Graph;
import sevennets.graph.Node;
import sevennets.models.Models;
import sevennets.ops.Conv;
import sevennets.ops.LearnedTokens;
import sevennets.ops.SelfAttention;
import sevennets.ops.Shape;
import sevennets.ops.TokenPool;
import sevennets.ops.Tokens;
import tech.tablesaw.api.Table;

/** On nets of one number a token, whose attention is set by hand. */
class AttentionMapsTest {
  /** A grey 4 x 4 image with one bright pixel in row 1, column 2. */
  private static final INDArray SPOT = Nd4j.zeros(1, 1, 4, 4).putScalar(new int[] {0, 0, 1, 2}, 8);

  @Test
  void theClassTokenLooksWhereItsQueryFitsTheKey() {
    INDArray heat = AttentionMaps.ofHead(looking(5), "heads", 0, SPOT);
    assertThat(heat.shape()).containsExactly(1, 1, 4, 4);
    assertThat(heat.getDouble(0, 0, 1, 2)).isEqualTo(1);
    assertThat(heat.getDouble(0, 0, 3, 3)).isLessThan(1e-6);
  }

  @Test
  void withQueriesOfZeroEachTokenTakesTheSameFromAll() {
    Lens lens = looking(0);
    INDArray weights = AttentionMaps.weights(lens, "heads", SPOT);
    assertThat(weights.shape()).containsExactly(1, 1, 17, 17);
    assertThat(weights.sub(1 / 17.0).amaxNumber().doubleValue()).isLessThan(1e-6);
    assertThat(AttentionMaps.rollout(lens, SPOT).minNumber().doubleValue())
        .as("and the rollout is even")
        .isCloseTo(1, within(1e-5));
  }

  @Test
  void evenAttentionIsAsFarAsTwoPlacesAreOnAverage() {
    double sum = 0;
    for (int a = 0; a < 16; a++) {
      for (int b = 0; b < 16; b++) {
        sum += Math.hypot(a / 4 - b / 4, a % 4 - b % 4);
      }
    }
    Table distances = AttentionMaps.distances(looking(0), SPOT);
    assertThat(distances.rowCount()).isEqualTo(1);
    assertThat(distances.doubleColumn("distance").get(0)).isCloseTo(sum / 256, within(1e-5));
  }

  @Test
  void aNodeWithoutAttentionIsRefusedWithThoseThatHaveIt() {
    assertThatThrownBy(() -> AttentionMaps.weights(looking(0), "qkv", SPOT))
        .hasMessage("'qkv' is no attention; there are heads");
  }

  @Test
  void attentionIsReadInsideResidualBlocks() {
    Graph graph = Models.get("vit_small").withInput(1, 32, 32).graph();
    Lens lens = new Lens(graph, graph.net(1));
    assertThat(AttentionMaps.rollout(lens, Nd4j.rand(2, 1, 32, 32)).shape())
        .containsExactly(2, 1, 32, 32);
  }

  /**
   * Each pixel is a token; queries are {@code query} times, keys and values once what a token is,
   * plus one for the class token's sake.
   */
  private static Lens looking(double query) {
    Graph graph = new Graph(Shape.image(1, 4, 4));
    Node tokens = graph
        .input()
        .conv("pixels", Conv.of(1, 1))
        .then("tokens", new Tokens())
        .then("cls_token", LearnedTokens.CLASS);
    Node read =
        tokens.dense("qkv", 3).then("heads", new SelfAttention(1)).then("pool", TokenPool.FIRST);
    Lens lens = new Lens(graph, graph.classify(read.dense("fc", 2)).net(1));
    lens.parameter("pixels", "W").assign(1);
    lens.parameter("cls_token", "W").assign(0);
    lens.parameter("qkv", "W").assign(Nd4j.create(new double[][] {{query, 1, 1}}));
    lens.parameter("qkv", "b").assign(Nd4j.create(new double[][] {{query, 0, 0}}));
    return lens;
  }
}
