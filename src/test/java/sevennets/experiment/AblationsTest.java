package sevennets.experiment;

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
            .map(arm -> List.of(arm.net(), arm.size()))
            .distinct()
            .count())
        .isEqualTo(ablation.arms().size());
  }

  @Test
  void
      theSpatialTransformerIsTriedOnDistortedImagesTheAutoEncoderOnFewLabelsAndTheOthersOnAllAsTheyAre() {
    Map<String, String> changes =
        Map.of("stn-distorted", "distorted:", "swwae-where", "labels-500:");
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
    for (int i = 0; i < depth.arms().size(); i += 2)
      assertThat(summary(depth, depth.arms().get(i).name()).params())
          .isEqualTo(summary(depth, depth.arms().get(i + 1).name()).params());
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
  void theDenseNetAndTheResNetHaveAsManyParametersWithinAFifth() {
    Ablation equal = Ablations.get("densenet-resnet");
    assertThat(summary(equal, "densenet22").params())
        .isCloseTo(summary(equal, "resnet20").params(), withPercentage(20));
  }

  @Test
  void reductionsSaveMultiplyAdds() {
    Ablation reductions = Ablations.get("googlenet-reductions");
    assertThat(summary(reductions, "without").macs())
        .isGreaterThan(2 * summary(reductions, "with").macs());
  }

  private static Summary summary(Ablation ablation, String name) {
    Arm arm =
        ablation.arms().stream().filter(a -> a.name().equals(name)).findFirst().orElseThrow();
    return Summary.of(
        new Variant(name, arm.net(), Shape.image(1, arm.size(), arm.size()), 10, "").graph());
  }
}
