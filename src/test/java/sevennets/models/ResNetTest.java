package sevennets.models;

import static org.assertj.core.api.Assertions.assertThat;
import static sevennets.models.Nets.convolutions;
import static sevennets.models.Nets.graph;
import static sevennets.models.Nets.names;
import static sevennets.models.Nets.params;
import static sevennets.models.Nets.strides;

import org.junit.jupiter.api.Test;
import sevennets.graph.Graph;
import sevennets.models.Residual.Shortcut;
import sevennets.ops.BatchNorm;
import sevennets.ops.Conv;

/** Each switch of ResNet changes what the paper says it changes, and nothing else. */
class ResNetTest {

  private static final ResNet RESNET = ResNet.resnet34();
  private static final ResNet BOTTLENECKS = ResNet.resnet50();

  @Test
  void shortcutAHasNoParameters() {
    assertThat(params(RESNET.withShortcut(Shortcut.A))).isEqualTo(params(RESNET.plain()));
  }

  @Test
  void shortcutBProjectsWhereTheShapeChangesAndCEverywhere() {
    assertThat(names(RESNET, name -> name.endsWith("downsample.0"))).hasSize(3);
    assertThat(names(RESNET.withShortcut(Shortcut.C), name -> name.endsWith("downsample.0")))
        .as("blocks of ResNet-34")
        .hasSize(16);
  }

  @Test
  void thePlainTwinLacksNothingButShortcuts() {
    assertThat(names(RESNET.plain()))
        .isEqualTo(names(RESNET, name -> !name.endsWith("add") && !name.contains("downsample")));
  }

  @Test
  void aBottleneckStridesInIts3x3OrInItsFirst1x1() {
    assertThat(strides(BOTTLENECKS, "layer2.0.conv")).containsExactly(1, 2, 1);
    assertThat(strides(BOTTLENECKS.withStrideIn1x1(), "layer2.0.conv")).containsExactly(2, 1, 1);
    assertThat(params(BOTTLENECKS.withStrideIn1x1())).isEqualTo(params(BOTTLENECKS));
  }

  @Test
  void wideningWidensTheInsideOfABottleneckAlone() {
    Graph wide = graph(BOTTLENECKS.widened(2), 224);
    assertThat(wide.node("layer1.0.conv2").channels()).isEqualTo(128);
    assertThat(wide.node("layer1.0.conv3").channels()).isEqualTo(256);
  }

  @Test
  void preActivationNormalisesBeforeEachConvolutionAndNotAfterASum() {
    Graph net = graph(RESNET.preActivated(), 224);
    assertThat(net.step("layer2.1.conv1").inputs().get(0).name()).isEqualTo("layer2.1.relu1");
    assertThat(net.step("layer2.2.add").inputs())
        .extracting(n -> n.name())
        .containsExactly("layer2.2.conv2", "layer2.1.add");
    assertThat(net.step("avgpool").inputs().get(0).name()).isEqualTo("last_relu");
  }

  @Test
  void withoutBatchNormEachConvolutionHasABias() {
    Graph net = graph(RESNET.withoutBatchNorm(), 224);
    assertThat(net.steps()).noneMatch(step -> step.op() instanceof BatchNorm);
    assertThat(net.steps())
        .filteredOn(step -> step.op() instanceof Conv)
        .allMatch(step -> ((Conv) step.op()).hasBias());
    assertThat(convolutions(net)).isEqualTo(convolutions(graph(RESNET, 224)));
  }
}
