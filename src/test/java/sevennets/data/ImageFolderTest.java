package sevennets.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageFolderTest {
  @TempDir
  Path folder;

  @Test
  void classesAreTheFoldersInAlphabeticalOrder() throws IOException {
    photograph("zebra/b.JPEG", 40, 60, 0x112233);
    photograph("ant/a.png", 40, 60, 0xff8000);
    photograph("ant/deeper/c.jpg", 40, 60, 0xff8000);
    Files.writeString(folder.resolve("ant/notes.txt"), "not an image");
    Files.writeString(folder.resolve("ant/.hidden.png"), "not an image either");
    ImageFolder dataset = ImageFolder.of("zoo", folder, 32, Map.of("zebra", "Zebra"));
    assertThat(dataset.classes()).containsExactly("ant", "Zebra");
    assertThat(labels(dataset)).containsExactly(0, 0, 1);
    assertThat(dataset.describe(0)).isEqualTo(folder.resolve("ant/a.png").toString());
  }

  @Test
  void anImageIsReadWholeForAugmentationAndCroppedToTheMiddleOtherwise() throws IOException {
    photograph("ant/a.png", 40, 60, 0xff8000);
    ImageFolder dataset = ImageFolder.of("zoo", folder, 16, Map.of());
    Image whole = new Image();
    dataset.read(0, whole);
    assertThat(whole.shape()).isEqualTo("[3x40x60]");
    float[] pixels = new float[3 * 16 * 16];
    dataset.read(0, pixels);
    for (int c = 0; c < 3; c++) {
      assertThat(pixels[c * 256 + 100]).isCloseTo(new float[] {1, 128 / 255f, 0}[c], within(1e-5f));
    }
  }

  @Test
  void anImageOfTheRightSizeIsLeftAsItIs() throws IOException {
    BufferedImage picture = new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB);
    picture.setRGB(0, 0, 0xffffff);
    write("ant/a.png", picture);
    float[] pixels = new float[3 * 64];
    ImageFolder.of("zoo", folder, 8, Map.of()).read(0, pixels);
    assertThat(pixels[0]).isEqualTo(1);
    assertThat(pixels[1]).isZero();
  }

  @Test
  void photographsOfAnySizeTrainThroughARandomResizedCrop() throws IOException {
    for (int i = 0; i < 6; i++) {
      photograph("c%d/a.jpg".formatted(i % 2), 30 + 7 * i, 50 - 3 * i, 0x204060);
      photograph("c%d/b%d.png".formatted(i % 2, i), 64, 48, 0x204060);
    }
    ImageFolder dataset = ImageFolder.of("zoo", folder, 24, Map.of());
    Loader loader =
        Loader.training(dataset, new RandomResizedCrop(24), Normalisation.none(3), 4, 1);
    for (Batch batch : loader.epoch(0, 0)) {
      assertThat(batch.images().shape()).containsExactly(4, 3, 24, 24);
      assertThat(batch.images().meanNumber().floatValue())
          .isCloseTo((0x20 + 0x40 + 0x60) / 3f / 255, within(0.02f));
    }
  }

  @Test
  void valIsTheTestSetAndATenthOfTrainIsHeldOutForValidation() throws IOException {
    for (int i = 0; i < 20; i++) {
      photograph("train/c%d/%d.png".formatted(i % 2, i), 8, 8, 0);
    }
    photograph("val/c0/x.png", 8, 8, 0);
    photograph("val/c1/y.png", 8, 8, 0);
    Splits splits = ImageFolder.splits("two", folder, 8, Map.of());
    assertThat(splits.train().size()).isEqualTo(18);
    assertThat(labels(splits.validation())).containsExactly(0, 1);
    assertThat(labels(splits.test())).containsExactly(0, 1);
    assertThat(splits.test().describe(0)).endsWith("x.png");
    photograph("test/c0/z.png", 8, 8, 0);
    photograph("test/c1/z.png", 8, 8, 0);
    Splits three = ImageFolder.splits("three", folder, 8, Map.of());
    assertThat(three.train().size()).isEqualTo(20);
    assertThat(three.validation().describe(0)).endsWith("x.png");
    assertThat(three.test().describe(0)).endsWith("z.png");
  }

  @Test
  void classFoldersAloneAreDividedIntoThreePartsThatShareNoImage() throws IOException {
    for (int i = 0; i < 40; i++) {
      photograph("c%d/%d.png".formatted(i % 2, i), 8, 8, 0);
    }
    Splits splits = Datasets.load("folder:" + folder + "@8");
    List<String> all = new ArrayList<>();
    for (Dataset part : List.of(splits.train(), splits.validation(), splits.test())) {
      for (int i = 0; i < part.size(); i++) {
        all.add(part.describe(i));
      }
    }
    assertThat(all).hasSize(40).doesNotHaveDuplicates();
    assertThat(labels(splits.validation())).containsExactly(0, 0, 1, 1);
    assertThat(labels(splits.test())).containsExactly(0, 0, 1, 1);
    assertThat(splits.train().height()).isEqualTo(8);
  }

  @Test
  void linksAreFollowed() throws IOException {
    Path elsewhere = Files.createDirectories(folder.resolve("elsewhere/ant"));
    write("elsewhere/ant/a.png", new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB));
    Path data = Files.createDirectory(folder.resolve("data"));
    Files.createSymbolicLink(data.resolve("ant"), elsewhere);
    assertThat(ImageFolder.of("zoo", data, 8, Map.of()).size()).isEqualTo(1);
  }

  @Test
  void aLinkThatLeadsNowhereIsNamedWhenItsImageIsRead() throws IOException {
    Path link = Files.createDirectories(folder.resolve("ant")).resolve("a.png");
    Files.createSymbolicLink(link, folder.resolve("gone.png"));
    assertReadFails("there is no image " + link + ": it is a link that leads nowhere");
  }

  @Test
  void aClassFolderWithoutImagesIsNamed() throws IOException {
    photograph("ant/a.png", 8, 8, 0);
    Path empty = Files.createDirectory(folder.resolve("bee"));
    assertThatThrownBy(() -> ImageFolder.of("zoo", folder, 8, Map.of()))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "class folder " + empty + " holds no image (.jpg, .jpeg, .png); fill it or remove it");
  }

  @Test
  void aFolderWithoutClassesAndAMissingFolderAreNamed() {
    assertThatThrownBy(() -> Datasets.load("folder:" + folder))
        .isInstanceOf(DataException.class)
        .hasMessage(folder + " should hold one folder a class, it holds none");
    Path gone = folder.resolve("gone");
    assertThatThrownBy(() -> Datasets.load("folder:" + gone))
        .isInstanceOf(DataException.class)
        .hasMessage(gone + " is not a folder");
  }

  @Test
  void classesThatDifferBetweenTrainAndValAreListed() throws IOException {
    photograph("train/ant/a.png", 8, 8, 0);
    photograph("train/bee/a.png", 8, 8, 0);
    photograph("val/ant/a.png", 8, 8, 0);
    photograph("val/wasp/a.png", 8, 8, 0);
    assertThatThrownBy(() -> ImageFolder.splits("zoo", folder, 8, Map.of()))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "zoo/test should have the classes of zoo/train; missing: [bee], unknown: [wasp]");
  }

  @Test
  void anUnreadableImageIsNamed() throws IOException {
    Path file = Files.createDirectories(folder.resolve("ant")).resolve("a.jpg");
    Files.writeString(file, "<html>not found</html>");
    assertReadFails(
        "cannot read " + file + " as an image: it is none of JPEG, PNG, GIF, BMP, TIFF and WebP");
  }

  @Test
  void aTruncatedJpegIsNamedThoughTheDecoderOnlyWarns() throws IOException {
    photograph("ant/a.jpg", 400, 300, 0x336699);
    Path file = folder.resolve("ant/a.jpg");
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, bytes.length - 40));
    assertReadFails("cannot read " + file + " as an image: it is truncated, its data ends early");
  }

  @Test
  void aHugeImageIsRefusedBeforeItIsDecoded() throws IOException {
    Path file = Files.createDirectories(folder.resolve("ant")).resolve("a.png");
    Files.write(file, BadData.hugePng());
    assertReadFails(
        "cannot read " + file
            + " as an image: it claims 60,000 x 60,000 pixels, above 128,000,000 it is refused undecoded; SEVENNETS_MAX_IMAGE_PIXELS=N allows N pixels");
  }

  @Test
  void theFileIsNamedByTheLoaderToo() throws IOException {
    photograph("ant/a.png", 8, 8, 0);
    Path file = folder.resolve("ant/b.png");
    Files.write(file, Arrays.copyOf(Files.readAllBytes(folder.resolve("ant/a.png")), 45));
    Loader loader =
        Loader.evaluation(ImageFolder.of("zoo", folder, 8, Map.of()), Normalisation.none(3), 2);
    assertThatThrownBy(() -> loader.epoch(0, 0).iterator().next())
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith("cannot read " + file + " as an image: ");
  }

  private void assertReadFails(String message) {
    ImageFolder dataset = ImageFolder.of("zoo", folder, 8, Map.of());
    assertThatThrownBy(() -> dataset.read(0, new float[3 * 64]))
        .isInstanceOf(DataException.class)
        .hasMessage(message);
  }

  private void photograph(String name, int height, int width, int rgb) throws IOException {
    BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        picture.setRGB(x, y, rgb);
      }
    }
    write(name, picture);
  }

  private void write(String name, BufferedImage picture) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    ImageIO.write(picture, name.endsWith("png") ? "png" : "jpg", file.toFile());
  }

  private static int[] labels(Dataset dataset) {
    int[] labels = new int[dataset.size()];
    Arrays.setAll(labels, dataset::label);
    return labels;
  }
}
