package sevennets.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static sevennets.models.Nets.graph;
import static sevennets.models.Nets.names;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sevennets.analysis.Summary;
import sevennets.graph.Graph;
import sevennets.models.VisionTransformer.Stem;
import sevennets.ops.Shape;

class VisionTransformerTest {

  private static final VisionTransformer NET = VisionTransformer.small();

  /**
   * Parameters: torchvision's vit_b_16, vit_l_16 and vit_h_14; the paper's Table 1 prints 86M, 307M
   * and 632M.
   */
  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "vit_base_patch16_224, 86567656",
    "vit_large_patch16_224, 304326632",
    "vit_huge_patch14_224, 632045800"
  })
  void parametersAreTheReferenceImplementations(String name, long params) {
    assertThat(Summary.of(Models.get(name).graph()).params()).isEqualTo(params);
  }

  @Test
  void patchesBecomeTokensAndTheClassTokenComesFirst() {
    Graph net = graph(NET);
    assertThat(net.node("patch_embed.tokens").shape()).isEqualTo(Shape.tokens(64, 128));
    assertThat(net.node("cls_token").shape()).isEqualTo(Shape.tokens(65, 128));
    assertThat(net.node("pool").shape()).isEqualTo(Shape.vector(128));
    assertThat(net.step("pool").op().type()).isEqualTo("FirstToken");
  }

  @Test
  void withoutAClassTokenTheMeanIsRead() {
    Graph net = graph(NET.withSummary(VisionTransformer.Summary.MEAN));
    assertThat(names(net)).doesNotContain("cls_token");
    assertThat(net.step("pool").op().type()).isEqualTo("TokenMean");
  }

  @Test
  void aBlockIsNormAttentionSumNormPerceptronSum() {
    assertThat(names(NET, name -> name.startsWith("blocks.0.")))
        .containsExactly(
            "blocks.0.norm1",
            "blocks.0.attn.qkv",
            "blocks.0.attn.heads",
            "blocks.0.attn.proj",
            "blocks.0.add1",
            "blocks.0.norm2",
            "blocks.0.mlp.fc1",
            "blocks.0.mlp.act",
            "blocks.0.mlp.fc2",
            "blocks.0.add2");
    assertThat(graph(NET).step("blocks.0.add1").inputs().get(0).name()).isEqualTo("pos_embed");
  }

  @Test
  void convolutionsOfStrideTwoMakeAsManyTokensAsPatches() {
    Graph net = graph(NET.withStem(Stem.CONVOLUTIONS));
    assertThat(net.node("patch_embed.tokens").shape()).isEqualTo(Shape.tokens(64, 128));
    assertThat(Nets.convolutions(net)).isEqualTo(3);
  }

  @Test
  void positionsAreAllThatTellsTokensApart() {
    assertThat(Summary.of(graph(NET)).params()
            - Summary.of(graph(NET.withoutPositions())).params())
        .isEqualTo(65 * 128);
  }

  @Test
  void attentionCostsTwoProductsOfAllPairs() {
    Summary.Layer heads = Summary.of(graph(NET)).layers().stream()
        .filter(layer -> layer.name().equals("blocks.0.attn.heads"))
        .findFirst()
        .orElseThrow();
    assertThat(heads.macs()).isEqualTo(2L * 65 * 65 * 128);
  }

  @Test
  void halvingsThatMissThePatchAreRefused() {
    assertThatThrownBy(() -> graph(VisionTransformer.huge().withStem(Stem.CONVOLUTIONS), 224))
        .hasMessageContaining(
            "a stem of convolutions halves the image again and again, so that a patch's side must be 2, 4, 8, 16 pixels or the like; received 14: take withPatch(16), or use Stem.PATCHES");
  }

  @Test
  void pixelsThatNoPatchWouldSeeAreRefused() {
    assertThatThrownBy(() -> graph(NET, 30))
        .hasMessageContaining(
            "patches of 4 x 4 pixels must cover the image; received 30 x 30 pixels, of which 2 rows and 2 columns would never be seen: take 28 x 28 or 32 x 32, or withPatch of another side");
  }

  @Test
  void aWidthThatTheHeadsDoNotDivideIsRefusedWhereItFails() {
    assertThatThrownBy(() -> graph(NET.withSize(128, 2, 3, 64)))
        .hasMessageContaining("attention of 3 heads")
        .hasMessageContaining("blocks.0.attn.heads");
  }
}
