package sevennets.names;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import sevennets.graph.Graph;
import sevennets.models.Models;

class NearestTest {
  private static final List<String> KNOWN = List.of("vgg16", "resnet50", "ResNet18", "alexnet");

  @Test
  void fewestChangedLettersComeFirst() {
    assertThat(Nearest.first(KNOWN, "resnet-50"))
        .containsExactly("resnet50", "ResNet18", "alexnet", "vgg16");
  }

  @Test
  void namesThatOnlyGoOnComeBeforeShorterOnes() {
    assertThat(Nearest.three(List.of("smoke", "quick", "finetune", "resnet-imagenet"), "ResNet"))
        .startsWith("resnet-imagenet");
  }

  @Test
  void largeLettersAreNoOthers() {
    assertThat(Nearest.three(KNOWN, "RESNET18"))
        .startsWith("ResNet18", "resnet50")
        .hasSize(3);
  }

  @Test
  void aWrongNameOfManyNodesIsToldThreeAndNotAll() {
    Graph net = Models.get("resnet20_cifar").graph();
    assertThat(net.steps()).hasSizeGreaterThan(60);
    assertThatThrownBy(() -> net.node("layer2.1.conv3"))
        .hasMessage(
            "no node is called 'layer2.1.conv3'; the nearest names are layer2.1.conv1, layer2.1.conv2, layer1.1.conv1");
    assertThatThrownBy(() -> net.last("layr3"))
        .hasMessage("nothing is written in 'layr3'; the nearest names are layer3, layer1, layer2");
  }

  @Test
  void ofFewAllAreTold() {
    assertThat(Nearest.told(List.of("relu", "conv"), "x")).isEqualTo("there are relu, conv");
    assertThat(Nearest.told(List.of(), "x")).isEqualTo("there are none");
  }
}
