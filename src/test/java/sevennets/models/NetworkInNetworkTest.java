package sevennets.models;

import static org.assertj.core.api.Assertions.assertThat;
import static sevennets.models.Nets.graph;
import static sevennets.models.Nets.names;

import org.junit.jupiter.api.Test;
import sevennets.analysis.Summary;
import sevennets.models.NetworkInNetwork.Head;
import sevennets.ops.Shape;

class NetworkInNetworkTest {

  private static final NetworkInNetwork NET = NetworkInNetwork.cifar();

  @Test
  void parametersAreThoseOfTheAuthorsModel() {
    assertThat(Summary.of(Models.get("nin_cifar").graph()).params()).isEqualTo(966_986);
  }

  @Test
  void eachClassHasAMapWhoseMeanIsItsScore() {
    assertThat(graph(NET).node("mlpconv3.relu2").shape()).isEqualTo(Shape.image(10, 8, 8));
    assertThat(graph(NET).step("avgpool").inputs().get(0).name()).isEqualTo("mlpconv3.relu2");
  }

  @Test
  void theFullyConnectedHeadReadsTheSameMapsAndAloneHasParameters() {
    assertThat(names(NET.withHead(Head.DENSE)))
        .startsWith(names(NET).subList(0, names(NET).size() - 1).toArray(String[]::new));
    assertThat(Summary.of(graph(NET.withHead(Head.DENSE))).params() - 966_986)
        .isEqualTo(10 * 8 * 8 * 10 + 10);
    assertThat(
            graph(NET.withHead(Head.DENSE_DROPOUT)).step("fc").inputs().get(0).name())
        .isEqualTo("drop3");
  }

  @Test
  void poolsHalveAsTheAuthorsDo() {
    assertThat(graph(NET).node("pool1").shape()).isEqualTo(Shape.image(96, 16, 16));
    assertThat(graph(NET).node("pool2").shape()).isEqualTo(Shape.image(192, 8, 8));
    assertThat(graph(NET).step("pool1").op().type()).isEqualTo("MaxPool2d");
    assertThat(graph(NET).step("pool2").op().type()).isEqualTo("AvgPool2d");
  }

  @Test
  void withoutPerceptronsEachBlockIsOneConvolution() {
    assertThat(Nets.convolutions(graph(NET))).isEqualTo(9);
    assertThat(Nets.convolutions(graph(NET.withoutPerceptrons())))
        .as("three, and the classes' own")
        .isEqualTo(4);
  }
}
