package sevennets.models;

import static org.assertj.core.api.Assertions.assertThat;
import static sevennets.models.Nets.graph;
import static sevennets.models.Nets.ops;
import static sevennets.models.Nets.without;

import java.util.List;
import org.junit.jupiter.api.Test;
import sevennets.ops.Activation;
import sevennets.ops.Lrn;
import sevennets.ops.Pool;

/** Each switch of AlexNet changes what the paper says it changes, and nothing else. */
class AlexNetTest {

  @Test
  void lrnIsWithdrawnFromAlexNetAlone() {
    assertThat(ops(AlexNet.small().withoutLrn()))
        .isEqualTo(without(AlexNet.small(), op -> op instanceof Lrn));
  }

  @Test
  void tanhTakesThePlaceOfEveryReluOfAlexNet() {
    assertThat(ops(AlexNet.small().withActivation(Activation.TANH)))
        .isEqualTo(ops(AlexNet.small()).stream()
            .map(op -> op.equals(Activation.RELU) ? Activation.TANH : op)
            .toList());
  }

  @Test
  void poolsOfTwoDoNotOverlapAndLeaveAsMuch() {
    assertThat(ops(AlexNet.small().withPool(2)).stream().filter(Pool.class::isInstance))
        .containsOnly(Pool.max(2, 2, 0))
        .hasSize(3);
  }

  @Test
  void aRemovedConvolutionOfAlexNetTakesItsReluWithIt() {
    assertThat(ops(AlexNet.small()).size() - ops(AlexNet.small().without(3)).size())
        .isEqualTo(2);
  }

  @Test
  void groupsHalveWhatAConvolutionOfAlexNetSees() {
    assertThat(
            graph(AlexNet.paper(), 227).step("features.4").parameters().get(0).shape())
        .isEqualTo(List.of(256, 48, 5, 5));
  }
}
