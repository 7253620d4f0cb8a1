package sevennets.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;
import sevennets.ops.Activation;
import sevennets.ops.Shape;

class BackendsTest {

  @AfterEach
  void choose() {
    System.clearProperty("sevennets.layers");
  }

  @Test
  void oneDnnIsTakenWhereItLoads() {
    assertThat(Backends.current().name()).isEqualTo("onednn");
    assertThat(Backends.reason())
        .matches("oneDNN 3\\.\\S+ loads and computes on this processor\\.");
  }

  @Test
  void propertyForcesAPath() {
    System.setProperty("sevennets.layers", "ND4J");
    assertThat(Backends.current().name()).isEqualTo("nd4j");
    assertThat(kernel(DataType.FLOAT)).isEqualTo("Nd4jActivation");
    assertThat(Backends.reason()).isEqualTo("the property sevennets.layers asks for nd4j.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"cudnn", "stock"})
  void unknownPathIsNamedWithThoseThatExist(String path) {
    System.setProperty("sevennets.layers", path);
    assertThatThrownBy(Backends::current)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the property sevennets.layers must be one of [onednn, nd4j]; received '%s'"
            .formatted(path));
  }

  @ParameterizedTest
  @ValueSource(strings = {"onednn", "nd4j"})
  void wrongNumberOfChannelsIsSaidInOneSentence(String path) {
    System.setProperty("sevennets.layers", path);
    Graph graph = new Graph(Shape.image(2, 8, 9));
    OpNets.ended(graph.input().conv("conv", 4, 3, 1));
    ComputationGraph net = graph.net(1);
    assertThatThrownBy(() -> net.output(Nd4j.rand(2, 3, 8, 9)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "'conv' takes 2 channels; received 3, in an array of shape [2, 8, 9, 3] whose last axis they are");
  }

  @Test
  void doublesAreLeftToLibnd4j() {
    assertThat(kernel(DataType.DOUBLE)).isEqualTo("Nd4jActivation");
    assertThat(kernel(DataType.FLOAT)).isEqualTo("OneDnnActivation");
  }

  private static String kernel(DataType type) {
    return Activation.RELU
        .kernel(Backends.of(type), List.of(Shape.vector(1)))
        .getClass()
        .getSimpleName();
  }
}
