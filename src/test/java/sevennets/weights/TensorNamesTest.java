package sevennets.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TensorNamesTest {

  private static List<String> ours(String... theirs) {
    return List.copyOf(TensorNames.ours(List.of(theirs), Set.of()).keySet());
  }

  @Test
  void torchvisionsNamesAreOurs() {
    assertThat(TensorNames.ours(List.of("layer1.0.conv1.weight", "fc.bias"), Set.of()))
        .containsEntry("layer1.0.conv1.weight", "layer1.0.conv1.weight")
        .containsEntry("fc.bias", "fc.bias")
        .hasSize(2);
  }

  @Test
  void oldDenseNetsWroteADotBeforeTheNumber() {
    assertThat(ours(
            "features.denseblock1.denselayer1.norm.1.weight",
            "features.denseblock4.denselayer16.conv.2.weight",
            "features.norm5.weight"))
        .containsExactly(
            "features.denseblock1.denselayer1.norm1.weight",
            "features.denseblock4.denselayer16.conv2.weight",
            "features.norm5.weight");
  }

  @Test
  void aWrappersPrefixIsDroppedWhateverItIs() {
    Set<String> net = Set.of("conv1.weight", "fc.bias", "layer1.0.conv.weight");
    for (String prefix : List.of("module.", "_orig_mod.", "model.", "module.model.", "a.b.c.")) {
      List<String> theirs = net.stream().map(name -> prefix + name).toList();
      assertThat(TensorNames.ours(theirs, net).keySet())
          .as(prefix)
          .containsExactlyInAnyOrderElementsOf(net);
    }
  }

  @Test
  void aPrefixThatIsTheNetsOwnIsKept() {
    Set<String> net = Set.of("features.0.weight", "features.1.bias");
    assertThat(TensorNames.ours(net, net).keySet()).containsExactlyInAnyOrderElementsOf(net);
    assertThat(TensorNames.ours(List.of("module.weight", "fc.bias"), net).keySet())
        .containsExactly("module.weight", "fc.bias");
  }

  @Test
  void averagedWeightsHaveACounterWithoutThePrefix() {
    assertThat(TensorNames.ours(
                List.of("n_averaged", "module.fc.bias", "module.fc.weight"), Set.of("fc.bias"))
            .keySet())
        .containsExactly("n_averaged", "fc.bias", "fc.weight");
    assertThat(TensorNames.onlyForTraining("n_averaged")).isTrue();
  }

  @Test
  void blocksThatAreNumberedThroughFindTheirStages() {
    Set<String> net = Set.of(
        "features.0.0.weight",
        "features.1.0.block.1.0.weight",
        "features.2.0.block.0.0.weight",
        "features.2.1.block.2.1.bias",
        "classifier.1.bias");
    assertThat(TensorNames.ours(
                List.of(
                    "_conv_stem.weight",
                    "_blocks.0._project_conv.weight",
                    "_blocks.1._expand_conv.weight",
                    "_blocks.1._project_conv.weight",
                    "_blocks.2._expand_conv.weight",
                    "_blocks.2._project_conv.weight",
                    "_blocks.2._bn2.bias",
                    "_fc.bias"),
                net)
            .keySet())
        .containsAll(net);
  }

  @Test
  void timmsEfficientNetsCountBlocksByStageAndNameTheirParts() {
    assertThat(ours(
            "conv_stem.weight",
            "bn1.bias",
            "blocks.0.0.conv_dw.weight",
            "blocks.0.0.bn1.running_mean",
            "blocks.0.0.se.conv_reduce.weight",
            "blocks.0.0.conv_pw.weight",
            "blocks.0.0.bn2.weight",
            "blocks.3.1.conv_pw.weight",
            "blocks.3.1.bn1.weight",
            "blocks.3.1.conv_dw.weight",
            "blocks.3.1.bn2.weight",
            "blocks.3.1.se.conv_reduce.weight",
            "blocks.3.1.se.conv_expand.bias",
            "blocks.3.1.conv_pwl.weight",
            "blocks.3.1.bn3.weight",
            "conv_head.weight",
            "bn2.weight",
            "classifier.bias"))
        .containsExactly(
            "features.0.0.weight",
            "features.0.1.bias",
            "features.1.0.block.0.0.weight",
            "features.1.0.block.0.1.running_mean",
            "features.1.0.block.1.fc1.weight",
            "features.1.0.block.2.0.weight",
            "features.1.0.block.2.1.weight",
            "features.4.1.block.0.0.weight",
            "features.4.1.block.0.1.weight",
            "features.4.1.block.1.0.weight",
            "features.4.1.block.1.1.weight",
            "features.4.1.block.2.fc1.weight",
            "features.4.1.block.2.fc2.bias",
            "features.4.1.block.3.0.weight",
            "features.4.1.block.3.1.weight",
            "features.8.0.weight",
            "features.8.1.weight",
            "classifier.1.bias");
  }

  @Test
  void timmsVggsCallTheirLinearLayersOtherwise() {
    assertThat(ours(
            "features.0.weight", "pre_logits.fc1.weight", "pre_logits.fc2.bias", "head.fc.weight"))
        .containsExactly(
            "features.0.weight", "classifier.0.weight", "classifier.3.bias", "classifier.6.weight");
  }

  @Test
  void withoutGatesTheProjectionFollowsTheDepthwiseConvolution() {
    assertThat(ours(
            "conv_stem.weight",
            "blocks.0.0.conv_dw.weight",
            "blocks.0.0.conv_pw.weight",
            "blocks.1.0.conv_pwl.weight",
            "blocks.1.0.bn3.bias"))
        .containsExactly(
            "features.0.0.weight",
            "features.1.0.block.0.0.weight",
            "features.1.0.block.1.0.weight",
            "features.2.0.block.2.0.weight",
            "features.2.0.block.2.1.bias");
  }

  @Test
  void twoTensorsOfOneNameAreRefused() {
    assertThatThrownBy(() -> ours("denselayer1.norm.1.weight", "denselayer1.norm1.weight"))
        .hasMessageContaining("denselayer1.norm.1.weight")
        .hasMessageContaining("both");
  }

  @Test
  void batchCountersAndAuxiliaryHeadsTakeNoPartInInference() {
    assertThat(List.of(
            "bn1.num_batches_tracked",
            "aux1.conv.conv.weight",
            "aux2.fc2.bias",
            "AuxLogits.fc.weight"))
        .allMatch(TensorNames::onlyForTraining);
    assertThat(List.of("bn1.running_mean", "fc.weight", "auxiliary.weight"))
        .noneMatch(TensorNames::onlyForTraining);
  }
}
