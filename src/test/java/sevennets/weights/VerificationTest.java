package sevennets.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import sevennets.graph.Graph;
import sevennets.models.Models;
import sevennets.ops.Conv;
import sevennets.ops.Shape;
import sevennets.weights.Verification.Exact;

/**
 * A net of one convolution and a linear layer, whose outputs for generated weights are computed
 * here by hand.
 */
class VerificationTest {
  private static final int SIDE = 5;
  private static final int FILTERS = 4;
  private static final int CLASSES = 3;

  private static Graph graph() {
    Graph graph = new Graph(Shape.image(2, SIDE, SIDE));
    return graph.classify(graph
        .input()
        .conv("conv", Conv.of(FILTERS, 1))
        .relu("relu")
        .globalAvgPool("pool")
        .dense("fc", CLASSES));
  }

  private static Reference reference(double[][] logits) {
    Map<String, long[]> tensors = new LinkedHashMap<>();
    tensors.put("conv.weight", new long[] {FILTERS, 2, 1, 1});
    tensors.put("fc.weight", new long[] {CLASSES, FILTERS});
    tensors.put("fc.bias", new long[] {CLASSES});
    long params = 2 * FILTERS + FILTERS * CLASSES + CLASSES;
    long macs = 2 * FILTERS * SIDE * SIDE + FILTERS * CLASSES;
    List<Reference.Stage> stages = List.of(
        new Reference.Stage("conv", new long[0], 1, 1),
        new Reference.Stage("pool", new long[0], meanPooled(), 1));
    return new Reference(
        "tiny", params, macs, new int[] {2, 2, SIDE, SIDE}, tensors, stages, logits);
  }

  private static double meanPooled() {
    double sum = 0;
    for (int n = 0; n < 2; n++) for (double value : pooled(n)) sum += value / (2 * FILTERS);
    return sum;
  }

  private static double[] pooled(int image) {
    float[] picture = Generated.picture(2, 2, SIDE, SIDE);
    float[] weight = Generated.tensor("conv.weight", FILTERS, 2, 1, 1);
    int plane = SIDE * SIDE;
    double[] means = new double[FILTERS];
    for (int k = 0; k < FILTERS; k++)
      for (int i = 0; i < plane; i++) {
        double value = (double) weight[2 * k] * picture[image * 2 * plane + i]
            + (double) weight[2 * k + 1] * picture[(image * 2 + 1) * plane + i];
        means[k] += Math.max(0, value) / plane;
      }
    return means;
  }

  private static double[][] logits() {
    float[] weight = Generated.tensor("fc.weight", CLASSES, FILTERS);
    float[] bias = Generated.tensor("fc.bias", CLASSES);
    double[][] logits = new double[2][CLASSES];
    for (int n = 0; n < 2; n++)
      for (int c = 0; c < CLASSES; c++) {
        logits[n][c] = bias[c];
        for (int k = 0; k < FILTERS; k++)
          logits[n][c] += (double) weight[c * FILTERS + k] * pooled(n)[k];
      }
    return logits;
  }

  @Test
  void aNetThatComputesTheSameHolds() {
    Verification result = Verification.of(reference(logits()), graph());
    assertThat(result.single()).isPositive().isLessThan(1e-4);
    assertThat(result.counts()).isEmpty();
    assertThat(result.holds()).isTrue();
  }

  /**
   * The reference is timm 1.0.31's VisionTransformer(img_size=32, patch_size=4, embed_dim=128,
   * depth=6, num_heads=4, mlp_ratio=2), computed in float64.
   */
  @Test
  void visionTransformerComputesWhatTimmsDoesWithTimmsNames() throws Exception {
    Path file = Path.of(VerificationTest.class.getResource("vit_small.json").toURI());
    Reference reference = Reference.read(file);
    Verification result = Verification.of(
        reference, Models.get(reference.arch()).withInput(3, 32, 32).graph());
    assertThat(result.counts()).isEmpty();
    assertThat(result.single()).isLessThan(1e-4);
  }

  @Test
  void oneDifferentLogitFailsInBothPrecisions() {
    double[][] logits = logits();
    logits[1][2] += 0.01;
    Verification result = Verification.of(reference(logits), graph());
    assertThat(result.single()).isGreaterThan(Verification.TOLERANCE);
    assertThat(result.exact().orElseThrow().ratio()).isGreaterThan(Verification.TOLERANCE);
    assertThat(result.holds()).isFalse();
  }

  @Test
  void float32IsForgivenOnlyWhereFloat64AgreesAndRoundingExplainsIt() {
    assertThat(verification(2e-3, null).holds()).isFalse();
    assertThat(verification(2e-3, new Exact(1e-8, 1e-3, 1e-12)).holds()).isTrue();
    assertThat(verification(2e-3, new Exact(1e-5, 1e-3, 1e-12)).holds()).isFalse();
    assertThat(verification(2e-3, new Exact(1e-8, 1e-6, 1e-12)).holds()).isFalse();
    assertThat(verification(Double.NaN, new Exact(1e-8, 1e-3, 1e-12)).holds()).isFalse();
    assertThat(verification(2e-3, new Exact(Double.NaN, 1e-3, 1e-12)).holds()).isFalse();
  }

  @Test
  void float64IsForgivenOnlyWhatItsOwnRoundingExplainsAndNeverMoreThanFloat32() {
    assertThat(verification(3, new Exact(1e-5, 2, 2e-6)).holds()).isTrue();
    assertThat(verification(3, new Exact(1e-5, 2, 5e-7)).holds()).isFalse();
    assertThat(verification(3, new Exact(2e-3, 2, 1)).holds()).isFalse();
  }

  private static Verification verification(double single, Exact exact) {
    return new Verification("tiny", single, Optional.ofNullable(exact), List.of(), List.of());
  }

  @Test
  void inFloat64OnlyTheOrderOfTheSumsRemains() {
    Reference reference = reference(logits());
    ReferenceRun run = ReferenceRun.of(reference, graph(), DataType.DOUBLE);
    assertThat(Verification.ratio(run.logits(), reference.logits(), reference)).isLessThan(1e-12);
  }

  @Test
  void aNetThatDoesNotMagnifyRoundingLeavesItAsSmallAsItWas() {
    Reference reference = reference(logits());
    ReferenceRun run = ReferenceRun.of(reference, graph(), DataType.DOUBLE);
    double first = Verification.ratio(run.logitsOfNumbersRoundedTo(24, 0), run.logits(), reference);
    assertThat(first).isBetween(1e-8, 1e-5);
    assertThat(Verification.ratio(run.logitsOfNumbersRoundedTo(24, 1), run.logits(), reference))
        .isBetween(1e-8, 1e-5)
        .isNotEqualTo(first);
    assertThat(Verification.ratio(run.logitsOfNumbersRoundedTo(24, 0), run.logits(), reference))
        .as("from the same weights")
        .isEqualTo(first);
    assertThat(Verification.ratio(run.logitsOfNumbersRoundedTo(53, 0), run.logits(), reference))
        .isBetween(1e-17, 1e-13);
  }

  @Test
  void aDifferentCountFails() {
    Graph withBias = new Graph(Shape.image(2, SIDE, SIDE));
    withBias.classify(withBias
        .input()
        .conv("conv", Conv.of(FILTERS, 1))
        .relu("relu")
        .conv("twice", Conv.of(FILTERS, 1))
        .globalAvgPool("pool")
        .dense("fc", CLASSES));
    Reference reference = reference(logits());
    reference.tensors().put("twice.weight", new long[] {FILTERS, FILTERS, 1, 1});
    assertThat(Verification.of(reference, withBias).counts())
        .containsExactly(
            "39 parameters, the reference has 23", "612 multiply-adds, the reference has 212");
  }

  @Test
  void stagesShowWhereANetDeparts() {
    List<Verification.Stage> stages =
        Verification.of(reference(logits()), graph()).stages();
    assertThat(stages.get(1).mean())
        .get()
        .satisfies(mean -> assertThat(mean).isCloseTo(meanPooled(), within(1e-5)));
  }

  @Test
  void theRatioIsMeasuredAgainstWhatTheInputChanges() {
    double[][] logits = {{1, 4}, {1, 2}}; // differences 0 and 2: deviation 1
    assertThat(Verification.ratio(new double[][] {{1, 4.5}, {0.75, 2}}, logits, reference(logits)))
        .isEqualTo(0.5);
    assertThat(Verification.ratio(
            new double[][] {{1, Double.NaN}, {1, 2}}, logits, reference(logits)))
        .isNaN();
  }
}
