package sevennets.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sevennets.files.DataException;

class ImageLimitsTest {
  @TempDir
  Path folder;

  @AfterEach
  void forgetLimit() {
    System.clearProperty("sevennets.maxImagePixels");
  }

  @Test
  void theLimitOfPixelsIsSettable() throws IOException {
    Path file = grey("a.png", 20, 30);
    System.setProperty("sevennets.maxImagePixels", "599");
    assertThatThrownBy(() -> ImageFile.read(file))
        .hasMessageContaining("it claims 20 x 30 pixels, above 599 it is refused undecoded");
    System.setProperty("sevennets.maxImagePixels", "600");
    assertThat(ImageFile.read(file).shape()).isEqualTo("[3x30x20]");
  }

  @Test
  void aPanoramaIsReadAtTheFractionThatFitsIntoMemory() {
    assertThat(ImageLimits.step(20_000, 5_000, 3, 1L << 30)).isOne();
    assertThat(ImageLimits.step(20_000, 5_000, 3, 1L << 28)).isEqualTo(2);
    assertThat(ImageLimits.step(11_300, 11_300, 8, 1L << 28)).isEqualTo(2);
  }

  @Test
  void aPictureThatWouldBecomeTooSmallIsRefusedWithTheMemoryThatItTakes() {
    assertThatThrownBy(() -> ImageLimits.step(100_000, 1_200, 8, 1L << 28))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("take 915 MB decoded, more than a quarter of Java's memory")
        .hasMessageContaining("-Xmx3663m");
  }

  /** Enlarged in full, the second would have 39 billion numbers. */
  @Test
  void aLineOfPixelsOfAnyLengthGivesACrop() throws IOException {
    for (int length : new int[] {20_000, 200_000}) {
      for (Path file : new Path[] {grey("wide.png", length, 1), grey("tall.png", 1, length)}) {
        Image crop = ImageFile.read(file).resizeShorterSide(256).centreCrop(224, 224);
        assertThat(crop.shape()).isEqualTo("[3x224x224]");
        assertThat(crop.at(1, 100, 100)).isCloseTo(99 / 255f, within(1e-5f));
        Image random = ImageFile.read(file);
        new RandomResizedCrop(224).apply(random, new SplittableRandom(1));
        new ScaleJitter(256, 480, 224).apply(random, new SplittableRandom(1));
        assertThat(random.shape()).isEqualTo("[3x224x224]");
      }
    }
  }

  @Test
  void whatNoArrayHoldsIsRefusedWhenItIsAskedFor() throws IOException {
    Image line = ImageFile.read(grey("line.png", 200_000, 1)).resizeShorterSide(256);
    assertThatThrownBy(line::pixels)
        .isInstanceOf(DataException.class)
        .hasMessage(
            "an image of [3x256x51200000] has 39,321,600,000 numbers, at most 2,147,483,639 can be held");
  }

  private Path grey(String name, int width, int height) throws IOException {
    BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
    Arrays.fill(((DataBufferByte) picture.getRaster().getDataBuffer()).getData(), (byte) 99);
    Path file = folder.resolve(name);
    ImageIO.write(picture, "png", file.toFile());
    return file;
  }
}
