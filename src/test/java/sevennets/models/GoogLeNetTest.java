package sevennets.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static sevennets.models.Nets.convolutions;
import static sevennets.models.Nets.fieldsOfPools;
import static sevennets.models.Nets.graph;
import static sevennets.models.Nets.names;

import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import sevennets.graph.Graph;
import sevennets.models.GoogLeNet.Head;
import sevennets.models.Inception.Branch;
import sevennets.models.Inception.Fives;
import sevennets.models.Inception.Reductions;
import sevennets.ops.Shape;

/**
 * Each switch of GoogLeNet and Inception v3 changes what the paper says it changes, and nothing
 * else.
 */
class GoogLeNetTest {

  @Test
  void aRemovedBranchTakesNoOtherLayerWithIt() {
    for (Branch branch : Branch.values()) {
      String scope = ".branch" + (branch.ordinal() + 1);
      assertThat(names(GoogLeNet.paper().without(branch)))
          .isEqualTo(names(GoogLeNet.paper(), name -> !name.contains(scope)));
    }
  }

  @Test
  void oneBranchIsLeftAndStandsAlone() {
    Graph threes = graph(
        GoogLeNet.paper().without(Branch.ONES).without(Branch.FIVES).without(Branch.POOL), 224);
    assertThat(threes.last("inception3a").name()).startsWith("inception3a.branch2.");
    assertThat(threes.last("inception3a").channels()).isEqualTo(128);
  }

  @Test
  void withoutReductionsBranchesSeeEveryChannelAndWidthsStay() {
    Graph wide = graph(GoogLeNet.paper().withReductions(Reductions.POOL_ONLY), 224);
    assertThat(names(wide))
        .isEqualTo(names(
            GoogLeNet.paper(), name -> !name.contains("branch2.0") && !name.contains("branch3.0")));
    assertThat(wide.last("inception5b").shape()).isEqualTo(Shape.image(1024, 7, 7));
  }

  @Test
  void naivePoolsPassEveryChannelOn() {
    Graph naive = graph(GoogLeNet.paper().withReductions(Reductions.NONE), 224);
    assertThat(naive.last("inception3a").channels()).isEqualTo(192 + 64 + 128 + 32);
  }

  @Test
  void twoThreeByThreesTakeThePlaceOfEachFiveByFive() {
    Graph fives = graph(GoogLeNet.paper(), 224),
        threes = graph(GoogLeNet.paper().withFives(Fives.TWO_3X3), 224);
    assertThat(convolutions(threes) - convolutions(fives)).isEqualTo(9);
    assertThat(fieldsOfPools(threes)).isEqualTo(fieldsOfPools(fives));
  }

  @Test
  void theHeadAloneChangesBetweenAveragingAndFullyConnected() {
    Predicate<String> ofTheTrunk =
        name -> !List.of("avgpool", "flatten", "fc0", "relu").contains(name);
    assertThat(names(GoogLeNet.paper().withHead(Head.DENSE), ofTheTrunk))
        .isEqualTo(names(GoogLeNet.paper(), ofTheTrunk));
    assertThat(graph(GoogLeNet.paper().withHead(Head.DENSE), 224)
            .step("fc0")
            .parameters()
            .get(0)
            .shape())
        .isEqualTo(List.of(1024, 7 * 7 * 1024));
  }

  @Test
  void auxiliaryHeadsTakeNoPartInInference() {
    Graph with = graph(GoogLeNet.paper(), 224),
        without = graph(GoogLeNet.paper().withoutAuxiliaryHeads(), 224);
    assertThat(with.heads())
        .extracting(Graph.Head::name, Graph.Head::weight)
        .containsExactly(tuple("loss", 1.0), tuple("loss.aux1", 0.3), tuple("loss.aux2", 0.3));
    assertThat(names(with.withoutAuxiliaryHeads())).isEqualTo(names(without));
    assertThat(with.step("aux2.fc1").parameters().get(0).shape())
        .as("a hidden layer of 1024 over 4 x 4 x 128")
        .isEqualTo(List.of(1024, 2048));
  }

  @Test
  void inceptionV3FactorisesEachSevenBySevenOrNone() {
    Graph whole = graph(InceptionV3.torchvision().withoutFactorisation(), 299),
        thin = graph(InceptionV3.torchvision(), 299);
    assertThat(convolutions(thin) - convolutions(whole))
        .as("three 7x7 in each of four modules, one in Mixed_7a")
        .isEqualTo(4 * 3 + 1);
    assertThat(whole.last("Mixed_7c").shape()).isEqualTo(thin.last("Mixed_7c").shape());
  }
}
