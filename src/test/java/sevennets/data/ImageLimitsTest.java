package sevennets.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.zip.ZipFile;
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

  @Test
  void aScreenThatIsLaidOutInFullFitsIntoMemoryOrIsRefused() {
    ImageLimits.requireWhole(11_300, 11_300, 4, 1L << 29);
    assertThatThrownBy(() -> ImageLimits.requireWhole(11_300, 11_300, 4, 1L << 28))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("take 487 MB decoded, more than a quarter of Java's memory");
  }

  /** A few pixels on a screen that would fit into memory only at every second one. */
  @Test
  void anAnimationWhoseScreenTakesTheMemoryIsRefused() throws IOException {
    System.setProperty("sevennets.maxImagePixels", String.valueOf(Integer.MAX_VALUE));
    long quarter = Runtime.getRuntime().maxMemory() / 4;
    ByteBuffer gif = pillow("part-of-screen.gif");
    int side = (int) Math.sqrt(quarter) + 100;
    gif.putShort(6, (short) side).putShort(8, (short) side);
    ByteBuffer webp = pillow("frames.webp");
    int canvas = (int) Math.sqrt(quarter / 4) + 100;
    webp.putInt(24, canvas - 1).putInt(27, canvas - 1 | webp.get(30) << 24);
    for (ByteBuffer file : new ByteBuffer[] {gif, webp}) {
      Path path = Files.write(folder.resolve("animation"), file.array());
      assertThatThrownBy(() -> ImageFile.read(path))
          .isInstanceOf(DataException.class)
          .hasMessageContaining("MB decoded, more than a quarter of Java's memory");
    }
  }

  private static ByteBuffer pillow(String name) throws IOException {
    try (ZipFile files = new ZipFile("src/test/resources/sevennets/data/pillow.zip");
        InputStream in = files.getInputStream(files.getEntry(name))) {
      return ByteBuffer.wrap(in.readAllBytes()).order(ByteOrder.LITTLE_ENDIAN);
    }
  }

  /** In full it would have 39 billion numbers. */
  @Test
  void aCopyOfAFilesImageComputesNothing() throws IOException {
    Image line = ImageFile.read(grey("line.png", 200_000, 1)).resizeShorterSide(256);
    Image copy = new Image().set(line);
    assertThat(copy.shape()).isEqualTo("[3x256x51200000]");
    float[] crop = copy.centreCrop(8, 8).pixels();
    assertThat(line.shape()).as("the other is as it was").isEqualTo("[3x256x51200000]");
    assertThat(line.centreCrop(8, 8).pixels()).isEqualTo(crop);
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
