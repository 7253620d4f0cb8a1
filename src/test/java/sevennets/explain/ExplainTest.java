package sevennets.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import sevennets.data.Batch;
import sevennets.data.Dataset;
import sevennets.data.HalfLabelled;
import sevennets.data.Normalisation;
import sevennets.graph.Graph;
import sevennets.ops.Conv;
import sevennets.ops.Shape;
import tech.tablesaw.api.Table;

/** Every picture on a net whose answer is known. */
class ExplainTest {
  /** One grey 4 x 4 image with one bright pixel, of 8, in row 1, column 2. */
  private static final INDArray SPOT = Nd4j.zeros(1, 1, 4, 4).putScalar(new int[] {0, 0, 1, 2}, 8);

  @Test
  void theFiltersAreTheConvolutionsWeights() {
    Lens lens = spotNet(3, 5);
    assertThat(lens.parameter("conv", "W").shape()).containsExactly(2, 1, 1, 1);
    assertThat(lens.parameter("conv", "W").reshape(2).toFloatVector()).containsExactly(1, -1);
    assertThatThrownBy(() -> lens.parameter("conv", "gamma"))
        .hasMessage("'conv' has no parameter 'gamma'; it has [W]");
  }

  @Test
  void featureMapsAreChannelsFirst() {
    INDArray maps = spotNet(3, 5).values("conv", SPOT);
    assertThat(maps.shape()).containsExactly(1, 2, 4, 4);
    assertThat(maps.getDouble(0, 0, 1, 2)).isEqualTo(8);
    assertThat(maps.getDouble(0, 1, 1, 2)).isEqualTo(-8);
    assertThat(maps.sumNumber().doubleValue()).isZero();
  }

  @Test
  void aFusedActivationIsSeenUnderItsOwnName() {
    INDArray maps = spotNet(3, 5).values("relu", SPOT);
    assertThat(maps.getDouble(0, 1, 1, 2)).isZero();
    assertThat(maps.getDouble(0, 0, 1, 2)).isEqualTo(8);
  }

  @Test
  void anUnknownNodeIsToldTheKnown() {
    assertThatThrownBy(() -> spotNet(3, 5).values("conv2", SPOT))
        .hasMessage("no node is called 'conv2'; the nearest names are conv, relu, fc");
  }

  @Test
  void gradCamIsHotWhereTheClassIsAndColdElsewhere() {
    Lens lens = spotNet(3, 5);
    INDArray heat = GradCam.of(lens, "relu", SPOT, new int[] {0});
    assertThat(heat.shape()).containsExactly(1, 1, 4, 4);
    assertThat(heat.getDouble(0, 0, 1, 2)).isEqualTo(1);
    assertThat(heat.sumNumber().doubleValue()).isEqualTo(1);
  }

  @Test
  void gradCamIsColdWhereOnlyTheOtherClassIs() {
    // Class 1's score rises with the map of dark pixels alone; here none is below zero.
    INDArray heat = GradCam.of(spotNet(3, 5), "relu", SPOT, new int[] {1});
    assertThat(heat.sumNumber().doubleValue()).isZero();
  }

  @Test
  void enlargingKeepsAPlateauAndBlendsItsEdge() {
    INDArray large = GradCam.enlarged(Nd4j.create(new float[] {0, 1}, 1, 1, 1, 2), 2, 4);
    assertThat(large.reshape(2, 4).getRow(0).toFloatVector()).containsExactly(0, 0.25f, 0.75f, 1);
  }

  @Test
  void theScoresGradientIsThatOfTheFormula() {
    // score 0 = 3 mean(relu(x)), so its derivative is 3 / 16 where x > 0 and 0 elsewhere.
    INDArray gradient = Saliency.gradient(spotNet(3, 5), SPOT, new int[] {0});
    assertThat(gradient.shape()).containsExactly(1, 1, 4, 4);
    assertThat(gradient.getDouble(0, 0, 1, 2)).isEqualTo(3 / 16.0);
    assertThat(gradient.sumNumber().doubleValue()).isEqualTo(3 / 16.0);
  }

  @Test
  void theGradientThroughShortcutsAndBranchesAgreesWithDifferences() {
    Graph graph = new Graph(Shape.image(3, 8, 8));
    var stem = graph.input().convBn("conv1", "bn1", 6, 3, 1).relu("relu1");
    var sum = stem.convBn("conv2", "bn2", 6, 3, 1).plus("add", stem).relu("relu2");
    var both = sum.conv("left", Conv.of(4, 1)).concat("concat", sum.conv("right", Conv.of(4, 3)));
    graph.classify(both.maxPool("pool", 2, 2, 0).flatten("flatten").dense("fc", 5));
    Lens lens = new Lens(graph, graph.net(7));
    INDArray image = Nd4j.rand(1, 3, 8, 8);
    INDArray direction = Nd4j.rand(1, 3, 8, 8).subi(0.5);
    double ahead = lens.values("fc", image.add(direction.mul(1e-3))).getDouble(0, 2);
    double behind = lens.values("fc", image.sub(direction.mul(1e-3))).getDouble(0, 2);
    double derivative =
        Saliency.gradient(lens, image, new int[] {2}).mul(direction).sumNumber().doubleValue();
    assertThat(derivative).isCloseTo((ahead - behind) / 2e-3, withinPercentage(3));
  }

  @Test
  void guidedBackpropagationDropsWhatLowersTheScore() {
    Lens lowering = spotNet(-3, 5);
    assertThat(Saliency.gradient(lowering, SPOT, new int[] {0}).getDouble(0, 0, 1, 2))
        .isEqualTo(-3 / 16.0);
    assertThat(Saliency.guided(lowering, SPOT, new int[] {0}).getDouble(0, 0, 1, 2))
        .isZero();
    assertThat(Saliency.guided(spotNet(3, 5), SPOT, new int[] {0}).getDouble(0, 0, 1, 2))
        .isEqualTo(3 / 16.0);
  }

  @Test
  void eachImageIsAskedForAClassThatThereIs() {
    assertThatThrownBy(() -> Saliency.gradient(spotNet(3, 5), SPOT, new int[] {2}))
        .hasMessage("1 images need as many classes, each from 0 to 1; received [2]");
  }

  @Test
  void theMostActivatingImagesAreTheBrightest() {
    Shades shades = new Shades(0.2f, 0.9f, 0.5f, 0.7f);
    List<MostActivating.Hit> hits =
        MostActivating.of(spotNet(3, 5), "relu", 0, shades, Normalisation.none(1), 2);
    assertThat(hits).extracting(MostActivating.Hit::index).containsExactly(1, 3);
    assertThat(hits.get(0).answer()).isEqualTo(0.9, within(1e-6));
  }

  @Test
  void predictionsCountWhatIsTakenForWhat() {
    // Dark images have equal scores, of which the first wins; others have a higher score for class
    // even.
    Predictions said =
        Predictions.of(spotNet(3, 5), new Shades(0.2f, 0.9f, 0, 0.7f), Normalisation.none(1));
    assertThat(said.accuracy()).isEqualTo(0.5);
    assertThat(said.confusions()).isEqualTo(new int[][] {{2, 0}, {2, 0}});
    assertThat(said.mistakes()).containsExactly(1, 3); // the brighter, the surer
    assertThat(said.truth(3)).containsExactly(1);
  }

  @Test
  void theMeanOverAnImagesViewsDecidesNotOneOfThem() {
    Predictions said = Predictions.averaged(
        spotNet(3, 5),
        new Pairs(new Shades(0, 1, 0, 0.6f, 0, 0), 0, 0, 0, 0.6f, 0, 1),
        Normalisation.none(1));
    assertThat(said.accuracy()).isEqualTo(0.5);
    assertThat(said.truth(0, 1, 3)).containsExactly(0, 1, 1);
    assertThat(said.mistakes())
        .containsExactly(3, 1, 5); // by first views 1 would be the surest, by second ones 5
  }

  @Test
  void examplesAreTheImagesAsked() {
    Shades shades = new Shades(0.25f, 0.5f, 1f);
    assertThat(Examples.of(shades, 2, 0).mean(1, 2, 3).toFloatVector()).containsExactly(1, 0.25f);
    assertThat(Examples.oneOfEachClass(shades)).containsExactly(0, 1);
  }

  @Test
  void aClassWithoutAnImageHasNoExample() {
    assertThatThrownBy(() -> Examples.oneOfEachClass(new Shades(0.25f)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "shades has no labelled image of class 'odd'; take a part that has one of each");
  }

  @Test
  void anImageWhoseClassIsNotToldIsNoExample() {
    Dataset few = new HalfLabelled(new Shades(0.25f, 0.5f, 0.75f, 1f), 2, 1);
    int[] first = Examples.oneOfEachClass(few);
    assertThat(first).hasSize(2);
    assertThat(few.label(first[0])).isZero();
    assertThat(few.label(first[1])).isOne();
  }

  @Test
  void gatesAreAveragedOverTheImagesOfEachClass() {
    Lens lens = gatedNet();
    Table gates =
        Gates.of(lens, "se.scale", new Shades(0.2f, 0.9f, 0.4f, 0.7f), Normalisation.none(1));
    assertThat(gates.columnNames()).containsExactly("channel", "even", "odd");
    assertThat(gates.doubleColumn("even").get(0))
        .isEqualTo((sigmoid(0.2) + sigmoid(0.4)) / 2, within(1e-6));
    assertThat(gates.doubleColumn("odd").get(1))
        .isEqualTo((sigmoid(-0.9) + sigmoid(-0.7)) / 2, within(1e-6));
  }

  @Test
  void gatesOfBlackImagesDifferNeitherByClassNorByChannel() {
    Table depth = Gates.byDepth(gatedNet(), new Shades(0, 0), Normalisation.none(1));
    assertThat(depth.stringColumn("node").asList()).containsExactly("se.scale");
    assertThat(depth.doubleColumn("mean").get(0)).isEqualTo(0.5, within(1e-6));
    assertThat(depth.doubleColumn("between_channels").get(0)).isZero();
    assertThat(depth.doubleColumn("between_classes").get(0)).isZero();
  }

  @Test
  void aNodeWithoutGatesIsRefused() {
    assertThatThrownBy(() -> Gates.of(gatedNet(), "conv", new Shades(0), Normalisation.none(1)))
        .hasMessage("'conv' is no gated node; gated are [se.scale]");
  }

  @Test
  void gradientNormsAreTheLossesOwn() {
    // A linear net of zero weights: probabilities are 1/2, the gradient of W is x (p - y) = x
    // (-1/2, 1/2).
    Graph graph = new Graph(Shape.vector(3));
    graph.classify(graph.input().dense("fc", 2));
    Lens lens = new Lens(graph, graph.net(1));
    lens.parameter("fc", "W").assign(0);
    INDArray x = Nd4j.create(new float[] {2, 0, 0}, 1, 3);
    Table norms =
        GradientNorms.of(lens, new Batch(x, Nd4j.create(new float[] {1, 0}, 1, 2), new int[] {0}));
    assertThat(norms.stringColumn("layer").asList()).containsExactly("fc");
    assertThat(norms.intColumn("depth").get(0)).isEqualTo(1);
    assertThat(norms.doubleColumn("gradient_norm").get(0)).isEqualTo(Math.sqrt(2), within(1e-6));
  }

  /** Scores are {@code first mean(relu(x))} and {@code second mean(relu(-x))} of a grey image. */
  private static Lens spotNet(double first, double second) {
    Graph graph = new Graph(Shape.image(1, 4, 4));
    graph.classify(graph
        .input()
        .conv("conv", Conv.of(2, 1))
        .relu("relu")
        .globalAvgPool("avgpool")
        .dense("fc", 2));
    Lens lens = new Lens(graph, graph.net(1));
    lens.parameter("conv", "W").assign(Nd4j.create(new float[] {1, -1}, 2, 1, 1, 1));
    lens.parameter("fc", "W")
        .assign(Nd4j.create(new float[] {(float) first, 0, 0, (float) second}, 2, 2));
    return lens;
  }

  /** A channel x and a channel -x, each gated by the sigmoid of its mean. */
  private static Lens gatedNet() {
    Graph graph = new Graph(Shape.image(1, 4, 4));
    var conv = graph.input().conv("conv", Conv.of(2, 1));
    var gated = conv.in(
        "se", x -> x.scale("scale", x.globalAvgPool("squeeze").dense("fc", 2).sigmoid("gate")));
    graph.classify(gated.globalAvgPool("avgpool").dense("fc", 2));
    Lens lens = new Lens(graph, graph.net(1));
    lens.parameter("conv", "W").assign(Nd4j.create(new float[] {1, -1}, 2, 1, 1, 1));
    lens.parameter("se.fc", "W").assign(Nd4j.eye(2));
    return lens;
  }

  private static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }
}
