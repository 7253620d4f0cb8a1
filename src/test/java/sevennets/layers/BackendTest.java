package sevennets.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;

class BackendTest {

  @AfterEach
  void choose() {
    System.clearProperty("sevennets.layers");
  }

  @Test
  void oneDnnIsTakenWhereItLoads() {
    assertThat(Backend.current()).isEqualTo(Backend.ONEDNN);
    assertThat(Backend.reason()).contains("oneDNN 3.");
  }

  @Test
  void propertyForcesAPath() {
    System.setProperty("sevennets.layers", "nd4j");
    assertThat(Backend.current()).isEqualTo(Backend.ND4J);
    assertThat(new Activation(Fn.RELU).kernel(DataType.FLOAT)).isInstanceOf(Nd4jActivation.class);
    assertThat(Backend.reason()).contains("sevennets.layers");
  }

  @Test
  void unknownPathIsNamedWithThoseThatExist() {
    System.setProperty("sevennets.layers", "cudnn");
    assertThatThrownBy(Backend::current)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("onednn")
        .hasMessageContaining("'cudnn'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"onednn", "nd4j"})
  void wrongNumberOfChannelsIsSaidInOneSentence(String path) {
    System.setProperty("sevennets.layers", path);
    ComputationGraph net = TestNets.finish(TestNets.stem(DataType.FLOAT, 4), 4, "conv");
    assertThatThrownBy(() -> net.output(TestNets.images(DataType.FLOAT, 2, 3, 8, 9)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "'conv' takes 2 channels; received 3, in an array of shape [2, 8, 9, 3] whose last axis they are");
  }

  @Test
  void doublesAreLeftToLibnd4j() {
    assertThat(new Activation(Fn.RELU).kernel(DataType.DOUBLE)).isInstanceOf(Nd4jActivation.class);
    assertThat(new Activation(Fn.RELU).kernel(DataType.FLOAT)).isInstanceOf(OneDnnActivation.class);
  }
}
