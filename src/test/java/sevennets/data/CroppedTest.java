package sevennets.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sevennets.train.Recipes;

class CroppedTest {
  private final Dataset test = FashionMnist.load().test();

  @Test
  void theMiddleOfFashionMnistIsTheImageWithoutItsBorder() {
    Dataset middle = Cropped.square(test, 28);
    float[] whole = new float[32 * 32];
    float[] cropped = new float[28 * 28];
    test.read(7, whole);
    middle.read(7, cropped);
    assertThat(middle.height()).isEqualTo(28);
    assertThat(cropped[0]).isEqualTo(whole[2 * 32 + 2]);
    assertThat(sum(cropped)).isEqualTo(sum(whole)); // what was left out is black
    assertThat(middle.label(7)).isEqualTo(test.label(7));
  }

  @Test
  void bothWaysOfReadingGiveTheSamePixels() {
    Dataset small = Resized.square(Cropped.square(test, 28), 20);
    float[] pixels = new float[20 * 20];
    Image image = new Image();
    small.read(3, pixels);
    small.read(3, image);
    assertThat(image.pixels()).startsWith(pixels);
    assertThat(image.height()).isEqualTo(20);
  }

  @Test
  void imagesAreNotCroppedToMoreThanTheyAre() {
    assertThatThrownBy(() -> Cropped.square(test, 33))
        .hasMessage(
            "images of 32 x 32 pixels can be cropped to 1 x 1 up to that size, received 33 x 33");
  }

  private static double sum(float[] values) {
    double sum = 0;
    for (float value : values) sum += value;
    return sum;
  }

  /**
   * White left and right of a black square in the middle: a squashed photograph shows the white.
   */
  private Dataset photographs(Path folder, int size) throws IOException {
    BufferedImage wide = new BufferedImage(120, 40, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < 40; y++)
      for (int x = 0; x < 120; x++) wide.setRGB(x, y, x < 40 || x >= 80 ? 0xffffff : 5 * y);
    Files.createDirectories(folder.resolve("ant"));
    ImageIO.write(wide, "png", folder.resolve("ant/a.png").toFile());
    return ImageFolder.of("zoo", folder, size, Map.of());
  }

  @Test
  void aPhotographIsScaledAtItsMiddleAsIfItsFolderHadBeenReadInThatSize(@TempDir Path folder)
      throws IOException {
    float[] direct = new float[3 * 16 * 16];
    photographs(folder, 16).read(0, direct);
    Dataset small = Resized.square(photographs(folder, 224), 16);
    float[] pixels = new float[3 * 16 * 16];
    small.read(0, pixels);
    assertThat(pixels).isEqualTo(direct);
    Image trainedOn = new Image();
    small.read(0, trainedOn);
    Recipes.get("smoke")
        .withAugmentation()
        .augmentationFor(small)
        .apply(trainedOn, new SplittableRandom(1));
    assertThat(trainedOn.pixels()).as("seen in training").startsWith(direct);
  }

  @Test
  void aPhotographIsCroppedFromWhatItsFolderGives(@TempDir Path folder) throws IOException {
    float[] whole = new float[3 * 32 * 32];
    photographs(folder, 32).read(0, whole);
    Dataset middle = Cropped.square(photographs(folder, 32), 16);
    float[] pixels = new float[3 * 16 * 16];
    middle.read(0, pixels);
    assertThat(pixels[0]).isEqualTo(whole[8 * 32 + 8]);
    assertThat(pixels[255]).isEqualTo(whole[23 * 32 + 23]);
    assertThat(middle.variesInSize()).isFalse();
  }
}
