package sevennets.models;

import static org.assertj.core.api.Assertions.assertThat;
import static sevennets.models.Nets.graph;
import static sevennets.models.Nets.names;
import static sevennets.models.Nets.params;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import sevennets.analysis.Summary;
import sevennets.graph.Graph;
import sevennets.models.Recalibration.Placement;
import sevennets.models.SqueezeExcitation.Squeeze;
import sevennets.ops.Activation;
import sevennets.ops.Op;
import sevennets.ops.Scale;
import sevennets.ops.Shape;

/** Each switch of SENet changes what the paper says it changes, and nothing else. */
class SqueezeExcitationTest {

  private static final ResNet BOTTLENECKS = ResNet.resnet50();
  private static final ResNet GATED = BOTTLENECKS.withAttention(SqueezeExcitation.paper());

  @Test
  void gatesAddNothingButThemselves() {
    assertThat(names(GATED, name -> !name.contains(".se."))).isEqualTo(names(BOTTLENECKS));
    assertThat(names(GATED, name -> name.endsWith(".se.scale")))
        .as("blocks of ResNet-50")
        .hasSize(16);
  }

  @Test
  void gatesStandWhereTheirPlacementSays() {
    assertThat(gated(Placement.STANDARD)).containsExactly("layer2.1.bn3");
    assertThat(gated(Placement.PRE)).containsExactly("layer2.0.relu");
    assertThat(gated(Placement.POST)).containsExactly("layer2.1.relu");
    assertThat(gated(Placement.IDENTITY)).containsExactly("layer2.0.relu");
    assertThat(gated(Placement.INNER)).containsExactly("layer2.1.relu2");
    Graph pre = graph(GATED.withPlacement(Placement.PRE), 224),
        identity = graph(GATED.withPlacement(Placement.IDENTITY), 224);
    assertThat(pre.step("layer2.1.conv1").inputs().get(0).name()).isEqualTo("layer2.1.se.scale");
    assertThat(identity.step("layer2.1.add").inputs().get(1).name()).isEqualTo("layer2.1.se.scale");
  }

  @Test
  void gatesAfterThe3x3AreThePapersSmallerNet() {
    assertThat(params(GATED.withPlacement(Placement.INNER)) / 1e5)
        .as("25.8M of Table 15")
        .isBetween(257.0, 258.5);
  }

  @Test
  void gatesStandInTheirStagesAlone() {
    assertThat(names(GATED.withAttentionIn(Set.of(3)), name -> name.contains(".se.")))
        .allMatch(name -> name.startsWith("layer3."));
    assertThat(params(GATED.withAttentionIn(Set.of(3))) / 1e5)
        .as("26.4M of Table 13")
        .isBetween(263.0, 264.5);
  }

  @Test
  void theReductionDividesTheHiddenLayer() {
    long[] tenths = {457, 357, 307, 281, 269}; // Table 10, in units of 0.1M
    for (int i = 0; i < tenths.length; i++) {
      ResNet net = BOTTLENECKS.withAttention(SqueezeExcitation.paper().withReduction(2 << i));
      assertThat(Math.round(params(net) / 1e5))
          .as("r = " + (2 << i))
          .isBetween(tenths[i] - 1, tenths[i] + 1);
    }
  }

  @Test
  void squeezeAndGateChangeInPlace() {
    assertThat(change(SqueezeExcitation.paper().withSqueeze(Squeeze.MAX))).containsOnly("squeeze");
    assertThat(change(SqueezeExcitation.paper().withGate(Activation.TANH))).containsOnly("gate");
    assertThat(change(SqueezeExcitation.paper().withHidden(Activation.SILU))).containsOnly("act");
    assertThat(change(SqueezeExcitation.paper().withoutBias())).containsOnly("fc1", "fc2");
  }

  @Test
  void withoutSqueezeEveryPixelHasItsGates() {
    Graph net =
        graph(BOTTLENECKS.withAttention(SqueezeExcitation.paper().withSqueeze(Squeeze.NONE)), 224);
    assertThat(net.node("layer1.0.se.gate").shape()).isEqualTo(Shape.image(256, 56, 56));
    assertThat(Math.round(Summary.of(net).macs() / 1e7))
        .as("Table 16's 4.27 against 3.86 billion, by the stride in the 3x3")
        .isBetween(449L, 453L);
  }

  @Test
  void gatesStandAfterEachModuleOfGoogLeNetAndEachReluOfVgg() {
    assertThat(names(
            GoogLeNet.paper().withAttention(SqueezeExcitation.paper()),
            name -> name.endsWith("se.scale")))
        .hasSize(9);
    assertThat(names(
            Vgg.d().withAttention(SqueezeExcitation.paper()), name -> name.endsWith(".scale")))
        .hasSize(13);
  }

  /** What the gates of layer2.1 multiply. */
  private static List<String> gated(Placement placement) {
    return graph(GATED.withPlacement(placement)).steps().stream()
        .filter(step -> step.op() instanceof Scale && step.node().name().startsWith("layer2.1."))
        .map(step -> step.inputs().get(0).name())
        .toList();
  }

  /**
   * The last names of the nodes whose operation these gates change, names and order being the same.
   */
  private static Set<String> change(SqueezeExcitation gates) {
    Map<String, Op> before = new LinkedHashMap<>(), after = new LinkedHashMap<>();
    graph(GATED).steps().forEach(step -> before.put(step.node().name(), step.op()));
    graph(BOTTLENECKS.withAttention(gates))
        .steps()
        .forEach(step -> after.put(step.node().name(), step.op()));
    assertThat(after.keySet()).containsExactlyElementsOf(before.keySet());
    Set<String> changed = new TreeSet<>();
    before.forEach((name, op) -> {
      if (!op.equals(after.get(name))) changed.add(name.substring(name.lastIndexOf('.') + 1));
    });
    return changed;
  }
}
