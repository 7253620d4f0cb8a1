package sevennets.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageFileTest {

  @TempDir Path folder;

  private Image written(BufferedImage picture) throws IOException {
    Path file = folder.resolve("x.png");
    ImageIO.write(picture, "png", file.toFile());
    return ImageFile.read(file);
  }

  @ParameterizedTest
  @ValueSource(ints = {BufferedImage.TYPE_INT_RGB, BufferedImage.TYPE_3BYTE_BGR, BufferedImage.TYPE_INT_ARGB, BufferedImage.TYPE_BYTE_INDEXED})
  void redGreenAndBlueComeInThatOrder(int type) throws IOException {
    BufferedImage picture = new BufferedImage(3, 2, type);
    picture.setRGB(0, 0, Color.RED.getRGB());
    picture.setRGB(1, 0, Color.GREEN.getRGB());
    picture.setRGB(2, 1, Color.BLUE.getRGB());
    Image image = written(picture);
    assertThat(image.shape()).isEqualTo("[3x2x3]");
    assertThat(new float[] {image.at(0, 0, 0), image.at(1, 0, 0), image.at(2, 0, 0)}).containsExactly(1, 0, 0);
    assertThat(new float[] {image.at(0, 0, 1), image.at(1, 0, 1), image.at(2, 0, 1)}).containsExactly(0, 1, 0);
    assertThat(new float[] {image.at(0, 1, 2), image.at(1, 1, 2), image.at(2, 1, 2)}).containsExactly(0, 0, 1);
  }

  @Test
  void greysKeepTheirStoredLevels() throws IOException {
    BufferedImage picture = new BufferedImage(256, 1, BufferedImage.TYPE_BYTE_GRAY);
    for (int x = 0; x < 256; x++) {
      picture.getRaster().setSample(x, 0, 0, x);
    }
    Image image = written(picture);
    for (int x = 0; x < 256; x++) {
      assertThat(new float[] {image.at(0, 0, x), image.at(1, 0, x), image.at(2, 0, x)}).containsOnly(x / 255f);
    }
  }

  @Test
  void whatIsNoImageIsRefusedByName() throws IOException {
    Path text = Files.writeString(folder.resolve("notes.jpg"), "no image");
    assertThatThrownBy(() -> ImageFile.read(text)).isInstanceOf(DataException.class).hasMessageContaining("notes.jpg");
    assertThatThrownBy(() -> ImageFile.read(folder.resolve("gone.png"))).hasMessageContaining("there is no image").hasMessageContaining("gone.png");
  }
}
