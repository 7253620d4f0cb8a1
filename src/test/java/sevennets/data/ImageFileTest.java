package sevennets.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sevennets.files.DataException;

class ImageFileTest {

  @TempDir
  Path folder;

  private Image written(BufferedImage picture) throws IOException {
    Path file = folder.resolve("x.png");
    ImageIO.write(picture, "png", file.toFile());
    return ImageFile.read(file);
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        BufferedImage.TYPE_INT_RGB,
        BufferedImage.TYPE_3BYTE_BGR,
        BufferedImage.TYPE_INT_ARGB,
        BufferedImage.TYPE_BYTE_INDEXED
      })
  void redGreenAndBlueComeInThatOrder(int type) throws IOException {
    BufferedImage picture = new BufferedImage(3, 2, type);
    picture.setRGB(0, 0, Color.RED.getRGB());
    picture.setRGB(1, 0, Color.GREEN.getRGB());
    picture.setRGB(2, 1, Color.BLUE.getRGB());
    Image image = written(picture);
    assertThat(image.shape()).isEqualTo("[3x2x3]");
    assertThat(new float[] {image.at(0, 0, 0), image.at(1, 0, 0), image.at(2, 0, 0)})
        .containsExactly(1, 0, 0);
    assertThat(new float[] {image.at(0, 0, 1), image.at(1, 0, 1), image.at(2, 0, 1)})
        .containsExactly(0, 1, 0);
    assertThat(new float[] {image.at(0, 1, 2), image.at(1, 1, 2), image.at(2, 1, 2)})
        .containsExactly(0, 0, 1);
  }

  @Test
  void greysKeepTheirStoredLevels() throws IOException {
    BufferedImage picture = new BufferedImage(256, 1, BufferedImage.TYPE_BYTE_GRAY);
    for (int x = 0; x < 256; x++) {
      picture.getRaster().setSample(x, 0, 0, x);
    }
    Image image = written(picture);
    for (int x = 0; x < 256; x++) {
      assertThat(new float[] {image.at(0, 0, x), image.at(1, 0, x), image.at(2, 0, x)})
          .containsOnly(x / 255f);
    }
  }

  @Test
  void whatIsNoImageIsRefusedByName() throws IOException {
    Path text = Files.writeString(folder.resolve("notes.jpg"), "no image");
    assertThatThrownBy(() -> ImageFile.read(text))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("notes.jpg");
    assertThatThrownBy(() -> ImageFile.read(folder.resolve("gone.png")))
        .hasMessageContaining("there is no image")
        .hasMessageContaining("gone.png");
  }

  /**
   * A JPEG of four inks, written by Pillow, and the colours that Pillow's convert("RGB") makes of
   * its quarters.
   */
  @Test
  void fourInksGiveTheColoursThatPillowMakesOfThem() throws IOException {
    String jpeg =
        "/9j/7gAOQWRvYmUAZAAAAAAA/9sAQwACAQEBAQECAQEBAgICAgIEAwICAgIFBAQDBAYFBgYGBQYGBgcJCAYHCQcGBggLCAkKCgoK"
            + "CgYICwwLCgwJCgoK/8AAFAgAEAAQBEMRAE0RAFkRAEsRAP/EAB8AAAEFAQEBAQEBAAAAAAAAAAABAgMEBQYHCAkKC//EALUQAAIB"
            + "AwMCBAMFBQQEAAABfQECAwAEEQUSITFBBhNRYQcicRQygZGhCCNCscEVUtHwJDNicoIJChYXGBkaJSYnKCkqNDU2Nzg5OkNERUZH"
            + "SElKU1RVVldYWVpjZGVmZ2hpanN0dXZ3eHl6g4SFhoeIiYqSk5SVlpeYmZqio6Slpqeoqaqys7S1tre4ubrCw8TFxsfIycrS09TV"
            + "1tfY2drh4uPk5ebn6Onq8fLz9PX29/j5+v/aAA4EQwBNAFkASwAAPwD9/K/fyv38r9/K/gDooor+/wAr+f8Ar+AOivl+vsCv6HK/"
            + "G+v/2Q==";
    Image image = ImageFile.read(
        Files.write(folder.resolve("inks.jpg"), Base64.getDecoder().decode(jpeg)));
    int[][] quarters = {{255, 255, 255}, {0, 255, 255}, {255, 127, 0}, {131, 106, 82}};
    for (int quarter = 0; quarter < 4; quarter++) {
      for (int c = 0; c < 3; c++) {
        float value = image.at(c, 3 + 9 * (quarter / 2), 3 + 9 * (quarter % 2));
        assertThat(value).isCloseTo(quarters[quarter][c] / 255f, within(1 / 255f));
      }
    }
  }
}
