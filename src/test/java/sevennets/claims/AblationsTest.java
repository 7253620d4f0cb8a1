package sevennets.claims;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Percentage.withPercentage;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import sevennets.analysis.Summary;
import sevennets.models.Models;
import sevennets.models.Variant;
import sevennets.ops.Shape;

class AblationsTest {

  static List<Ablation> all() {
    return Ablations.all();
  }

  @Test
  void namesAreUnique() {
    assertThat(Ablations.all()).extracting(Ablation::name).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "alexnet-relu",
        "vgg-depth",
        "googlenet-reductions",
        "resnet-depth",
        "densenet-growth",
        "senet-reduction",
        "efficientnet-scaling",
        "lenet-paper",
        "nin-head",
        "allcnn-pooling",
        "inception-factorised",
        "stn-distorted",
        "swwae-where",
        "cbam-gates",
        "vit-parts"
      })
  void everyArchitectureHasItsAblations(String name) {
    assertThat(Ablations.get(name).arms()).hasSizeGreaterThan(1);
  }

  @Test
  void anUnknownNameIsAnsweredWithItsLikes() {
    assertThatThrownBy(() -> Ablations.get("senet-reducton"))
        .hasMessageContaining("senet-reduction");
  }

  @ParameterizedTest
  @MethodSource("all")
  void armsOfAnAblationAreDifferentNetsOrRecipes(Ablation ablation) {
    assertThat(ablation.arms().stream()
            .map(arm -> List.of(
                arm.net(), arm.size(), ablation.budget("quick").recipe(arm, 1).terms()))
            .distinct()
            .count())
        .isEqualTo(ablation.arms().size());
  }

  @Test
  void
      theSpatialTransformerAndGatesAreTriedOnDistortedImagesTheAutoEncoderOnFewLabelsAndTheOthersOnAllAsTheyAre() {
    Map<String, String> changes = Map.of(
        "stn-distorted", "distorted:",
        "senet-reduction", "distorted:",
        "swwae-where", "labels-500:");
    for (Ablation ablation : Ablations.all())
      assertThat(ablation.budget("quick").data())
          .as(ablation.name())
          .isEqualTo(changes.getOrDefault(ablation.name(), "") + "fashion-mnist");
  }

  @Test
  void theControlOfTheAllConvolutionalNetHasItsParameters() {
    Ablation pooling = Ablations.get("allcnn-pooling");
    assertThat(summary(pooling, "conv-pool").params())
        .isEqualTo(summary(pooling, "all-conv").params());
  }

  @Test
  void plainAndResidualTwinsHaveEqualParameters() {
    Ablation depth = Ablations.get("resnet-depth");
    for (String layers : List.of("20", "56"))
      assertThat(summary(depth, "plain-" + layers).params())
          .isEqualTo(summary(depth, "residual-" + layers).params());
  }

  /** Every comparison was planned with a direction or a margin, and so can get a verdict. */
  @ParameterizedTest
  @MethodSource("all")
  void everyAblationHasItsContrasts(Ablation ablation) {
    assertThat(ablation.contrasts()).isNotEmpty();
  }

  /** Its first arm would stand for the whole group. */
  @Test
  void aGroupIsNotComparedByAMeasureOfOneArm() {
    Ablation groups = Ablations.get("densenet-resnet");
    assertThatThrownBy(() -> groups.contrasts(
            new Contrast("densenet", "resnet", Claim.LESS).by(Measure.testError())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("'densenet' is a group of 3 arms", "Measure.errorByParameters()");
  }

  @Test
  void bothPoolsOfAlexNetLeaveEqualParameters() {
    Ablation pooling = Ablations.get("alexnet-pooling");
    assertThat(summary(pooling, "apart").params())
        .isEqualTo(summary(pooling, "overlapping").params());
  }

  @Test
  void theCutDenseNetHasTheParametersOfTheDenseOne() {
    Ablation cut = Ablations.get("densenet-connections");
    assertThat(summary(cut, "cut").params())
        .isCloseTo(summary(cut, "dense").params(), withPercentage(5));
  }

  @Test
  void theWideNetHasTheParametersOfTheSpatialTransformer() {
    Ablation stn = Ablations.get("stn-distorted");
    assertThat(summary(stn, "wide").params())
        .isCloseTo(summary(stn, "with").params(), withPercentage(2));
  }

  @Test
  void theGroupsOfDenseNetsAndResNetsOverlapInParameters() {
    Ablation sizes = Ablations.get("densenet-resnet");
    assertThat(summary(sizes, "densenet-8").params())
        .isBetween(
            summary(sizes, "resnet-8").params(), summary(sizes, "resnet-32").params());
    assertThat(summary(sizes, "densenet-16").params())
        .isBetween(
            summary(sizes, "resnet-8").params(), summary(sizes, "resnet-32").params());
  }

  @Test
  void withoutReductionsAndNarrowerTheNetCostsTheSame() {
    Ablation reductions = Ablations.get("googlenet-reductions");
    assertThat(summary(reductions, "equal-macs").macs())
        .isCloseTo(summary(reductions, "with").macs(), withPercentage(10));
  }

  @Test
  void theScaledEfficientNetsCostTheSameWithinATwentieth() {
    Ablation scaling = Ablations.get("efficientnet-scaling");
    long base = summary(scaling, "base").macs();
    for (String arm : List.of("compound", "depth", "width", "resolution"))
      assertThat(summary(scaling, arm).macs())
          .as(arm)
          .isCloseTo((long) (1.9 * base), withPercentage(5));
  }

  @Test
  void reductionsSaveMultiplyAdds() {
    Ablation reductions = Ablations.get("googlenet-reductions");
    assertThat(summary(reductions, "without").macs())
        .isGreaterThan(2 * summary(reductions, "with").macs());
  }

  @Test
  void theNetThatGrowsBeginsAsLeNetAndChangesWithEveryStep() {
    Ablation road = Ablations.get("road-one-net");
    assertThat(summary(road, "lenet").params())
        .isEqualTo(Summary.of(Models.get("lenet5").withInput(1, 32, 32).graph()).params());
    assertThat(
            road.arms().stream().map(arm -> summary(road, arm.name()).layers()).distinct())
        .hasSameSizeAs(road.arms());
  }

  /** It asks what a budget bought: that training has not ended is part of the answer. */
  @Test
  void theNetThatGrowsIsJudgedWithoutHavingConverged() {
    assertThat(Ablations.get("road-one-net").measure().ofTheEnd()).isFalse();
  }

  @Test
  void twoEpochsOfTheNetThatGrowsAreTwiceTheSeconds() {
    Ablation road = Ablations.get("road-one-net");
    for (Arm arm : road.arms())
      assertThat(road.budget("quick").withEpochs(2).recipe(arm, 1).epochs())
          .isEqualTo(2 * road.budget("quick").recipe(arm, 1).epochs());
  }

  private static Summary summary(Ablation ablation, String name) {
    Arm arm =
        ablation.arms().stream().filter(a -> a.name().equals(name)).findFirst().orElseThrow();
    return Summary.of(
        new Variant(name, arm.net(), Shape.image(1, arm.size(), arm.size()), 10, "").graph());
  }
}
