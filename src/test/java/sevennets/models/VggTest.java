package sevennets.models;

import static org.assertj.core.api.Assertions.assertThat;
import static sevennets.models.Nets.convolutions;
import static sevennets.models.Nets.fieldsOfPools;
import static sevennets.models.Nets.graph;
import static sevennets.models.Nets.ops;
import static sevennets.models.Nets.without;

import org.junit.jupiter.api.Test;
import sevennets.graph.Graph;
import sevennets.ops.BatchNorm;
import sevennets.ops.Lrn;

/** Each switch of VGG changes what the paper says it changes, and nothing else. */
class VggTest {

  @Test
  void oneFiveByFiveSeesWhatAPairOfThreeByThreesSees() {
    Graph threes = graph(Vgg.b(), 224), fives = graph(Vgg.b().withPairsAs5x5(), 224);
    assertThat(fieldsOfPools(fives)).isEqualTo(fieldsOfPools(threes));
    assertThat(convolutions(fives)).isEqualTo(convolutions(threes) / 2);
  }

  @Test
  void batchNormComesAfterEachConvolutionOfVgg() {
    assertThat(without(Vgg.d().withBatchNorm(), op -> op instanceof BatchNorm))
        .isEqualTo(ops(Vgg.d()));
  }

  @Test
  void lrnOfColumnALrnIsOne() {
    assertThat(without(Vgg.aLrn(), op -> op instanceof Lrn)).isEqualTo(ops(Vgg.a()));
    assertThat(ops(Vgg.aLrn()).indexOf(Lrn.ALEXNET)).as("place in the net").isEqualTo(2);
  }
}
