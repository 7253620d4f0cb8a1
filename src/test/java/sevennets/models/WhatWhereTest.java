package sevennets.models;

import static org.assertj.core.api.Assertions.assertThat;
import static sevennets.models.Nets.graph;
import static sevennets.models.Nets.names;

import org.junit.jupiter.api.Test;
import sevennets.analysis.Summary;
import sevennets.graph.Graph;
import sevennets.graph.Node;

class WhatWhereTest {

  private static final WhatWhere NET = WhatWhere.small();

  @Test
  void itTrainsThreeKindsOfLoss() {
    Graph net = graph(NET, 32);
    assertThat(net.heads()).extracting(Graph.Head::name).containsExactly("loss");
    assertThat(net.penalties())
        .extracting(Graph.Penalty::name, Graph.Penalty::weight)
        .containsExactlyInAnyOrder(
            org.assertj.core.groups.Tuple.tuple("loss.image", 1.0),
            org.assertj.core.groups.Tuple.tuple("loss.stage1", 0.2),
            org.assertj.core.groups.Tuple.tuple("loss.stage2", 0.2));
  }

  @Test
  void eachUnpoolingIsToldWhereTheMaximaOfItsStageWere() {
    Graph net = graph(NET, 32);
    for (int stage = 0; stage < 3; stage++)
      assertThat(net.step("decoder.%d.unpool".formatted(stage)).inputs().get(1).name())
          .isEqualTo("encoder.%d.relu".formatted(stage));
    assertThat(net.step("decoder.2.unpool").inputs().get(0).name()).isEqualTo("encoder.2.what");
  }

  @Test
  void reconstructionsAreComparedWithWhatTheEncoderHad() {
    Graph net = graph(NET, 32);
    assertThat(net.step("distance.image").inputs())
        .extracting(Node::name)
        .containsExactly("decoder.0.conv", "input");
    assertThat(net.step("distance.stage2").inputs())
        .extracting(Node::name)
        .containsExactly("decoder.2.relu", "encoder.1.what");
  }

  @Test
  void theDecoderIsNoPartOfTheClassifier() {
    assertThat(Summary.of(graph(NET, 32)).params())
        .isEqualTo(Summary.of(graph(NET.withoutReconstruction(), 32)).params());
    assertThat(names(graph(NET, 32).withoutAuxiliaryHeads()))
        .isEqualTo(names(graph(NET.withoutReconstruction(), 32)));
  }
}
