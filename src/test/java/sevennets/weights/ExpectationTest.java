package sevennets.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sevennets.data.Filter;

/** Which net a checkpoint is for, and what it expects of a photograph: known, or asked. */
class ExpectationTest {
  private static final List<String> TIMM = List.of("conv_stem.weight");
  private static final List<String> TORCHVISION = List.of("features.0.0.weight", "fc.bias");

  @TempDir
  Path folder;

  private Expectation of(String arch, String file, List<String> names, String source)
      throws IOException {
    return Expectation.of(arch, folder.resolve(file), names, source, false);
  }

  private static void assertSizes(Expectation expected, int resize, int crop, Filter filter) {
    assertThat(expected.preprocessing())
        .extracting("resize", "crop", "filter")
        .containsExactly(resize, crop, filter);
  }

  @Test
  void visionTransformersAreTimmsWhoeverIsNamed() throws IOException {
    for (String source : new String[] {null, "timm"}) {
      Expectation expected = of("vit_base_patch16_224", "x.pth", List.of("cls_token"), source);
      assertSizes(expected, 248, 224, Filter.BICUBIC);
      assertThat(expected.preprocessing().normalisation().mean()).containsExactly(0.5f, 0.5f, 0.5f);
      assertThat(expected.note()).isEmpty();
    }
  }

  @Test
  void settingsBesideACheckpointNameItsNet() throws IOException {
    Path file = Files.writeString(folder.resolve("model.safetensors"), "");
    assertThat(Expectation.archBeside(file)).isEmpty();
    for (String named : List.of("vit_base_patch16_224", "tf_efficientnet_lite0")) {
      Files.writeString(
          folder.resolve("config.json"),
          "{\"architecture\": \"%s\", \"input_size\": [3, 224, 224]}".formatted(named));
      String ours = named.replace("tf_", "");
      assertThat(Expectation.archBeside(file)).contains(ours);
      assertThat(Expectation.archBeside(folder)).contains(ours);
    }
  }

  @Test
  void timmsDefaultsAreThoseOfItsWeights() throws IOException {
    assertSizes(of("inception_v3", "x.pth", TORCHVISION, "timm"), 341, 299, Filter.BICUBIC);
    assertThat(of("inception_v3", "x.pth", TORCHVISION, "timm")
            .preprocessing()
            .normalisation()
            .mean())
        .containsExactly(0.5f, 0.5f, 0.5f);
    for (String arch :
        List.of("resnet18", "resnet34", "resnet50", "resnet101", "resnet152", "seresnet50"))
      assertSizes(of(arch, "x.pth", TORCHVISION, "timm"), 235, 224, Filter.BICUBIC);
  }

  @Test
  void whereTimmsWeightsOfANetExpectDifferentThingsItIsSaidWhatWasTaken() throws IOException {
    assertThat(of("resnet50", "x.pth", TORCHVISION, "timm").note())
        .contains("resnet50.a1_in1k is taken", "resnet50.a3_in1k");
    assertThat(of("resnet50", "x.pth", TORCHVISION, "resnet50.a3_in1k").note()).isEmpty();
    assertSizes(of("resnet50", "x.pth", TORCHVISION, "resnet50.a3_in1k"), 168, 160, Filter.BICUBIC);
  }

  @Test
  void whereNothingSaysWhoTrainedTheWeightsItIsSaidWhatWasTaken() throws IOException {
    assertThat(of("inception_v3", "x.pth", TORCHVISION, null).note())
        .contains("preprocessing of torchvision is taken", "inception_v3.tf_in1k");
    assertThat(of("resnet50", "x.pth", TORCHVISION, null).note()).contains("resnet50.a1_in1k");
    assertThat(of("resnet50", "x.pth", TORCHVISION, "torchvision").note()).isEmpty();
    assertThat(of("vgg16", "x.pth", TORCHVISION, "torchvision").note()).isEmpty();
  }

  @Test
  void aTagAloneNamesAndSoDoesTheNetThatTimmTookOver() throws IOException {
    assertSizes(of("efficientnet_b3", "x.pth", TIMM, "ra2_in1k"), 329, 288, Filter.BICUBIC);
    assertThat(of("efficientnet_b0", "x.pth", TIMM, "tf_efficientnet_b0").arch())
        .isEqualTo("tf_efficientnet_b0");
    assertThatThrownBy(() -> of("resnet50", "x.pth", TORCHVISION, "nobody"))
        .hasMessageContainingAll("--source is torchvision", "received nobody");
  }

  @Test
  void aFilesPublishedNameTells() throws IOException {
    assertSizes(
        of("efficientnet_b3", "efficientnet_b3_ra2-cf984f9c.pth", TIMM, null),
        329,
        288,
        Filter.BICUBIC);
    assertSizes(
        of("resnet50", "resnet50-11ad3fa6.pth", TORCHVISION, null), 232, 224, Filter.BILINEAR);
    assertSizes(
        of("resnet50", "resnet50.a1_in1k.safetensors", TORCHVISION, null),
        235,
        224,
        Filter.BICUBIC);
    assertSizes(
        of("resnet50", "resnet50.a1_in1k/model.safetensors", TORCHVISION, null),
        235,
        224,
        Filter.BICUBIC);
  }

  @Test
  void timmsConfigTellsAndItsTestSizeIsTakenWhenAskedFor() throws IOException {
    Files.writeString(folder.resolve("config.json"), """
        {"architecture": "efficientnet_b3", "num_classes": 1000, "pretrained_cfg": {"tag": "ra2_in1k",
         "input_size": [3, 288, 288], "test_input_size": [3, 320, 320], "crop_pct": 0.875, "test_crop_pct": 1.0,
         "interpolation": "bicubic", "mean": [0.485, 0.456, 0.406], "std": [0.229, 0.224, 0.225]}}""");
    assertSizes(of("efficientnet_b3", "model.safetensors", TIMM, null), 329, 288, Filter.BICUBIC);
    assertSizes(
        Expectation.of("efficientnet_b3", folder, TIMM, null, true), 320, 320, Filter.BICUBIC);
    assertThatThrownBy(() -> of("resnet50", "model.safetensors", TORCHVISION, null))
        .hasMessageContainingAll("config.json is a checkpoint of efficientnet_b3", "resnet50");
  }

  @Test
  void aCropThatIsNotDoneHereIsRefused() throws IOException {
    Files.writeString(
        folder.resolve("config.json"),
        "{\"input_size\": [3, 448, 448], \"crop_mode\": \"squash\"}");
    assertThatThrownBy(() -> of("resnet50", "model.safetensors", TORCHVISION, null))
        .hasMessageContainingAll("crop_mode 'squash'", "say --resize");
  }

  @Test
  void weightsThatCannotTellWhoseTheyAreAreAskedAbout() {
    for (String source : new String[] {null, "timm"})
      assertThatThrownBy(() -> of("efficientnet_b0", "x.pth", TIMM, source))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContainingAll(
              "padding and epsilon",
              "--source efficientnet_b0.ra_in1k",
              "--arch tf_efficientnet_b0");
  }

  @Test
  void tensorFlowsAreAnotherNetAndSeveralThingsTellThem() throws IOException {
    assertThat(of("tf_efficientnet_b0", "x.pth", TIMM, null).arch())
        .isEqualTo("tf_efficientnet_b0");
    assertThat(of("efficientnet_b0", "tf_efficientnet_b0_ap-f262efe1.pth", TIMM, null))
        .satisfies(e -> assertThat(e.arch()).isEqualTo("tf_efficientnet_b0"))
        .satisfies(e -> assertThat(e.preprocessing().normalisation().mean()[0]).isEqualTo(0.5f));
    assertThat(
            of("efficientnet_b0", "x.pth", List.of("_conv_stem.weight"), null).arch())
        .isEqualTo("tf_efficientnet_b0");
    assertThat(of("efficientnet_b0", "x.pth", TORCHVISION, null).arch())
        .isEqualTo("efficientnet_b0");
  }

  @Test
  void everyPublishedEntryIsWhole() {
    assertThat(Pretrained.all()).hasSizeGreaterThan(100).allSatisfy(one -> {
      assertThat(one.origins()).isNotEmpty();
      assertThat(one.licence()).isNotEmpty();
      assertThat(one.preprocessing().resize())
          .isGreaterThanOrEqualTo(one.preprocessing().crop());
    });
    assertThat(Pretrained.named("resnet50").name()).isEqualTo("resnet50.IMAGENET1K_V1");
    assertThatThrownBy(() -> Pretrained.named("resnet50.v9"))
        .hasMessageContainingAll("resnet50.v9", "resnet50.a1_in1k");
  }
}
