package sevennets.names;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestTest {
  private static final List<String> KNOWN = List.of("vgg16", "resnet50", "ResNet18", "alexnet");

  @Test
  void fewestChangedLettersComeFirst() {
    assertThat(Nearest.first(KNOWN, "resnet-50"))
        .containsExactly("resnet50", "ResNet18", "alexnet", "vgg16");
  }

  @Test
  void largeLettersAreNoOthers() {
    assertThat(Nearest.three(KNOWN, "RESNET18"))
        .startsWith("ResNet18", "resnet50")
        .hasSize(3);
  }
}
