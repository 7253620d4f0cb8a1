package sevennets.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sevennets.files.DataException;

class ContentsTest {
  private static final List<String> CLASSES = List.of("ant", "猫");
  private static final Path RUN = Path.of("runs", "mine");

  @TempDir
  Path folder;

  @BeforeEach
  void photograph() throws IOException {
    for (int i = 0; i < 20; i++) {
      image("data/%s/%d.png".formatted(i % 2 == 0 ? "ant" : "猫", i));
    }
  }

  @Test
  void theSameImagesElsewhereAreTheSame() throws IOException {
    Map<String, String> facts = contents("data").facts();
    Files.move(folder.resolve("data"), folder.resolve("moved"));
    contents("moved").requireAsBegun(CLASSES, facts, RUN, "start a new run");
    assertThat(facts).containsEntry("images", "[16, 2, 2]");
  }

  @Test
  void aRenamedClassIsRefused() throws IOException {
    Map<String, String> facts = contents("data").facts();
    Files.move(folder.resolve("data/ant"), folder.resolve("data/zant"));
    assertThatThrownBy(
            () -> contents("data").requireAsBegun(CLASSES, facts, RUN, "start a new run"))
        .isInstanceOf(DataException.class)
        .hasMessage("the classes are other than when the run in " + RUN
            + " began: gone are [ant], new are [zant]; bring them back, or start a new run");
  }

  @Test
  void anImageMoreAndAnotherImageAreRefused() throws IOException {
    Map<String, String> facts = contents("data").facts();
    image("data/ant/new.png");
    assertThatThrownBy(
            () -> contents("data").requireAsBegun(CLASSES, facts, RUN, "start a new run"))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("had [16, 2, 2] of them and have [17, 2, 2]");
    Files.delete(folder.resolve("data/ant/0.png"));
    assertThatThrownBy(
            () -> contents("data").requireAsBegun(CLASSES, facts, RUN, "start a new run"))
        .hasMessageContaining("had [16, 2, 2] of them and have [16, 2, 2]");
  }

  @Test
  void aRunOlderThanTheRecordGoesOn() {
    assertThatCode(() -> contents("data")
            .requireAsBegun(CLASSES, Map.of("arch", "lenet5"), RUN, "start a new run"))
        .doesNotThrowAnyException();
  }

  private Contents contents(String name) {
    return Contents.of(Datasets.load(folder.resolve(name) + "@8"));
  }

  private void image(String name) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    ImageIO.write(new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB), "png", file.toFile());
  }
}
