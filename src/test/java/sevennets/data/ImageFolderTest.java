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
import sevennets.files.DataException;

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
            "class folder " + empty
                + " holds no image (JPEG, PNG, GIF, BMP, TIFF and WebP); fill it, remove it, or allow it with --empty-classes");
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

  @Test
  void partsAreFoundUnderTheNamesThatPeopleGiveThem() throws IOException {
    String[][] spellings = {
      {"Training", "Testing"},
      {"Train", "Val"},
      {"train_set", "test_set"},
      {"TRAIN", "VALID"},
      {"train-images", "Validation"},
      {"training_data", "test images"},
    };
    for (String[] spelling : spellings) {
      Path data = folder.resolve(spelling[0] + "-" + spelling[1]);
      for (int i = 0; i < 10; i++) {
        photograph(data.resolve(spelling[0] + "/c" + i % 2 + "/" + i + ".png").toString());
      }
      photograph(data.resolve(spelling[1] + "/c0/x.png").toString());
      photograph(data.resolve(spelling[1] + "/c1/y.png").toString());
      Splits splits = Datasets.load(data + "@8");
      assertThat(splits.train().classes()).containsExactly("c0", "c1");
      assertThat(splits.train().size()).isEqualTo(9);
      assertThat(splits.validation().size()).isEqualTo(1);
      assertThat(splits.test().describe(1)).endsWith("y.png");
    }
  }

  @Test
  void aClassThatIsCalledTrainIsAClass() throws IOException {
    for (int i = 0; i < 4; i++) {
      photograph("bus/%d.png".formatted(i), 8, 8, 0);
      photograph("train/%d.png".formatted(i), 8, 8, 0);
    }
    assertThat(ImageFolder.splits("cars", folder, 8, Map.of()).train().classes())
        .containsExactly("bus", "train");
  }

  @Test
  void aTestFolderWithoutClassesIsPassedOver() throws IOException {
    for (int i = 0; i < 20; i++) {
      photograph("train/c%d/%d.png".formatted(i % 2, i), 8, 8, 0);
      photograph("test/%d.png".formatted(i), 8, 8, 0);
    }
    Splits splits = ImageFolder.splits("kaggle", folder, 8, Map.of());
    assertThat(splits.train().size()).isEqualTo(16);
    assertThat(splits.test().size()).isEqualTo(2);
    assertThat(splits.understood())
        .isEqualTo(
            "2 classes (c0, c1); 16 images to train, 2 for validation, 2 for the test; passed over 1, without class folders: test");
  }

  @Test
  void aTestFolderAloneIsNothingToLearnFrom() throws IOException {
    photograph("test/c0/a.png", 8, 8, 0);
    assertThatThrownBy(() -> ImageFolder.splits("zoo", folder, 8, Map.of()))
        .isInstanceOf(DataException.class)
        .hasMessage(
            folder + " holds test, but no folder train with one folder a class to learn from");
  }

  @Test
  void twoFoldersForOnePartAreNamed() throws IOException {
    photograph("train/c0/a.png", 8, 8, 0);
    photograph("Training/c0/a.png", 8, 8, 0);
    assertThatThrownBy(() -> ImageFolder.splits("zoo", folder, 8, Map.of()))
        .hasMessage(folder + " holds both Training and train; leave one of them");
  }

  @Test
  void aFolderAroundTheFolderIsLookedInto() throws IOException {
    for (int i = 0; i < 10; i++) {
      photograph("archive/c%d/%d.png".formatted(i % 2, i), 8, 8, 0);
    }
    Splits splits = ImageFolder.splits("zoo", folder, 8, Map.of());
    assertThat(splits.train().classes()).containsExactly("c0", "c1");
    assertThat(splits.remarks()).containsExactly("read from " + folder.resolve("archive"));
  }

  @Test
  void imagesAreTakenByContentAndTheRestIsCounted() throws IOException {
    for (int i = 0; i < 12; i++) {
      photograph("c%d/%d.png".formatted(i % 2, i), 8, 8, 0);
    }
    Files.copy(folder.resolve("c0/0.png"), folder.resolve("c0/photo without suffix"));
    Files.copy(folder.resolve("c0/0.png"), folder.resolve("c0/photo.php?id=7"));
    Files.writeString(folder.resolve("c0/Thumbs.db"), "no image");
    Files.writeString(folder.resolve("c1/notes.txt"), "BM means bitmap elsewhere");
    Files.write(folder.resolve("c1/phone.heic"), "\0\0\0\030ftypheic\0\0\0\0".getBytes());
    photograph("__MACOSX/c0/a.png", 8, 8, 0);
    Splits splits = ImageFolder.splits("zoo", folder, 8, Map.of());
    assertThat(
            splits.train().size() + splits.validation().size() + splits.test().size())
        .isEqualTo(14);
    assertThat(splits.remarks())
        .containsExactly(
            "passed over 1, hidden: __MACOSX",
            "passed over 2, no image: Thumbs.db, notes.txt",
            "passed over 1, HEIC, which is not read: phone.heic");
  }

  @Test
  void ofFewImagesOneIsHeldOutForEachPartAndEveryClassKeepsOne() throws IOException {
    for (int i = 0; i < 3; i++) {
      photograph("ant/%d.png".formatted(i), 8, 8, 0);
    }
    photograph("bee/0.png", 8, 8, 0);
    Splits splits = ImageFolder.splits("zoo", folder, 8, Map.of());
    assertThat(labels(splits.train())).containsExactly(0, 1);
    assertThat(splits.validation().size()).isOne();
    assertThat(splits.test().size()).isOne();
    Files.delete(folder.resolve("ant/0.png"));
    assertThatThrownBy(() -> ImageFolder.splits("zoo", folder, 8, Map.of()))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith(
            "zoo has 3 images in 2 classes, too few to hold one out and keep one of each class to learn from");
  }

  @Test
  void aFolderWhoseNameEndsLikeASizeIsThatFolder() throws IOException {
    for (int i = 0; i < 10; i++) {
      photograph("photos@2024/c%d/%d.png".formatted(i % 2, i), 8, 8, 0);
    }
    Path photos = folder.resolve("photos@2024");
    assertThat(Datasets.load("folder:" + photos).train().height()).isEqualTo(224);
    assertThat(Datasets.load("folder:" + photos + "@32").train().height()).isEqualTo(32);
    assertThatThrownBy(() -> Datasets.load("folder:" + folder.resolve("gone") + "@2024"))
        .hasMessage(
            folder.resolve("gone") + " is not a folder (@2024 asks for images of so many pixels)");
  }

  @Test
  void theHomeFolderIsMeantByATilde() throws IOException {
    String home = System.getProperty("user.home");
    try {
      System.setProperty("user.home", folder.toString());
      for (int i = 0; i < 10; i++) {
        photograph("photos/c%d/%d.png".formatted(i % 2, i), 8, 8, 0);
      }
      assertThat(Datasets.load("folder:~/photos@8").train().size()).isEqualTo(8);
      assertThat(Datasets.absolute("distorted:~/photos@8"))
          .isEqualTo("distorted:folder:" + folder.resolve("photos") + "@8");
    } finally {
      System.setProperty("user.home", home);
    }
  }

  @Test
  void whatCannotBeReadIsLeftOutOnRequestAndCounted() throws IOException {
    for (int i = 0; i < 20; i++) {
      photograph("c%d/%d.png".formatted(i % 2, i), 8, 8, 0);
    }
    Files.writeString(folder.resolve("c0/bad.jpg"), "<html>not found</html>");
    Files.createSymbolicLink(folder.resolve("c1/gone.png"), folder.resolve("nowhere.png"));
    Splits splits = Datasets.load(folder + "@8", new FolderOptions(false, true, false));
    assertThat(splits.train().size()).isEqualTo(16);
    assertThat(splits.remarks()).containsExactly("passed over 2, can't be read: bad.jpg, gone.png");
  }

  @Test
  void classesWithoutImagesAreAllowedOnRequest() throws IOException {
    for (int i = 0; i < 9; i++) {
      photograph("train/c%d/%d.png".formatted(i % 3, i), 8, 8, 0);
    }
    photograph("val/c2/a.png", 8, 8, 0);
    photograph("test/c1/a.png", 8, 8, 0);
    Files.createDirectories(folder.resolve("test/c0"));
    Splits splits = Datasets.load(folder + "@8", new FolderOptions(true, false, false));
    assertThat(splits.test().classes()).containsExactly("c0", "c1", "c2");
    assertThat(labels(splits.validation())).containsExactly(2);
    assertThat(labels(splits.test())).containsExactly(1);
  }

  @Test
  void aLinkToTheFolderItselfDoesNotLeadInCircles() throws IOException {
    photograph("c0/a.png", 8, 8, 0);
    Files.createSymbolicLink(folder.resolve("c0/again"), folder.resolve("c0"));
    assertThat(ImageFolder.of("zoo", folder, 8, Map.of()).size()).isOne();
  }

  private void photograph(String name) throws IOException {
    photograph(name, 8, 8, 0);
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
