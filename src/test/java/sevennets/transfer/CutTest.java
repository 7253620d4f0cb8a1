package sevennets.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import sevennets.explain.Lens;
import sevennets.graph.Graph;
import sevennets.models.Models;
import sevennets.weights.StateDict;

class CutTest {

  /** Both parts one after the other are the whole, wherever it is cut. */
  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "resnet20_cifar, layer2",
        "resnet20_cifar, conv1",
        "resnet20_cifar, -",
        "efficientnet_small, features.5",
        "densenet_small, -",
        "googlenet_small_aux, inception3b",
        "vgg11_small, -",
        "lenet5, -",
      })
  void bothPartsAreTheWhole(String arch, String upTo) {
    Graph graph = Models.get(arch).withClasses(5).graph();
    Cut cut = Cut.of(graph, upTo);
    ComputationGraph whole = cut.whole().net(3);
    ComputationGraph rest = cut.rest().net(4);
    StateDict state = StateDict.of(cut.rest(), rest);
    state.load(new TensorMap().with(StateDict.of(cut.whole(), whole), state.names()));
    INDArray images = Nd4j.rand(2, 3, 32, 32);
    INDArray features = new Lens(cut.whole(), whole).values(cut.node().name(), images);
    INDArray asImages = features.reshape(
        2,
        cut.node().shape().channels(),
        cut.node().shape().height(),
        cut.node().shape().width());
    assertThat(rest.output(asImages)[0].equalsWithEps(whole.output(images)[0], 1e-5))
        .as("%s cut at %s", arch, cut.node())
        .isTrue();
  }

  @Test
  void allButTheLastLayerIsCutWhereFewestNumbersAreAndDropoutIsStillTrained() {
    assertThat(Cut.of(Models.get("efficientnet_lite0").graph(), null).node().name())
        .isEqualTo("avgpool");
    assertThat(Cut.of(Models.get("resnet50").graph(), null).node().name()).isEqualTo("avgpool");
  }

  @Test
  void aPlaceThatLaterLayersReadAroundIsRefusedWithThosePossible() {
    assertThatThrownBy(() -> Cut.of(Models.get("resnet20_cifar").graph(), "layer1.0.conv1"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("layer1.0", "it can be frozen up to", "avgpool");
    assertThatThrownBy(() -> Cut.of(Models.get("resnet20_cifar").graph(), "layer9"))
        .hasMessageContaining("layer9");
  }
}
