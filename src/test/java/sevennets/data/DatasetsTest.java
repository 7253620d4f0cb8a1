package sevennets.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sevennets.data.delivery.ArchiveDelivery;
import sevennets.data.delivery.FetchProgress;
import sevennets.data.delivery.FileServer;
import sevennets.data.delivery.Manifest;
import sevennets.data.delivery.PublishedFile;
import sevennets.data.delivery.Sha256;
import sevennets.data.delivery.TarGz;
import sevennets.data.delivery.TarGzBuilder;
import sevennets.files.DataException;

/** Datasets from the archive to the pixels; generated archives go the way of the real ones. */
class DatasetsTest {
  @TempDir
  Path data;

  private final byte[] archive = GeneratedCifar.cifar10(40);

  @BeforeEach
  void nameDataFolder() {
    System.setProperty("sevennets.data", data.toString());
  }

  @AfterEach
  void forgetDataFolder() {
    System.clearProperty("sevennets.data");
  }

  @Test
  void cifar10IsFetchedCheckedUnpackedAndRead() throws IOException {
    try (FileServer server = new FileServer(archive)) {
      NamedDataset dataset = cifar10(server.folder());
      assertThat(dataset.isThere()).isFalse();
      dataset.fetch(FetchProgress.none());
      assertThat(dataset.isThere()).isTrue();
      dataset.verify();
      dataset.fetch(FetchProgress.none());
      assertThat(server.requests).as("what is there is not fetched again").hasSize(1);
      assertIsTheGeneratedCifar10(dataset.load());
    }
    assertThat(names(data.resolve("cifar10"))).containsExactly(".lock", "cifar-10-batches-bin");
  }

  @Test
  void anArchiveBroughtByHandIsUnpackedFromWhereItLies() throws IOException {
    Path file = Files.write(data.resolve("brought.tar.gz"), archive);
    NamedDataset dataset = cifar10("http://nowhere.invalid/");
    dataset.fetchFrom(file);
    assertIsTheGeneratedCifar10(dataset.load());
    assertThat(file).exists();
  }

  @Test
  void anArchivePutIntoItsFolderIsUnpackedWhenTheDatasetIsLoaded() throws IOException {
    Files.write(Files.createDirectories(data.resolve("cifar10")).resolve("c.tar.gz"), archive);
    assertIsTheGeneratedCifar10(cifar10("http://nowhere.invalid/").load());
  }

  @Test
  void anotherFileBroughtByHandIsRefusedWithBothSums() throws IOException {
    Path file = Files.writeString(data.resolve("other.tar.gz"), "other");
    assertThatThrownBy(() -> cifar10("http://nowhere.invalid/").fetchFrom(file))
        .isInstanceOf(DataException.class)
        .hasMessage("%s is not c.tar.gz (%,d bytes, SHA-256 %s): it has 5 bytes, SHA-256 %s"
            .formatted(file, archive.length, Sha256.of(archive), Sha256.of(file)));
    assertThatThrownBy(() -> cifar10("http://nowhere.invalid/").fetchFrom(data.resolve("none")))
        .hasMessage("there is no file " + data.resolve("none"));
  }

  @Test
  void aDatasetThatIsNotThereSaysHowToGetItWithAndWithoutNetwork() {
    assertThatThrownBy(() -> cifar10("http://nowhere.invalid/").load())
        .isInstanceOf(DataException.class)
        .hasMessage(
            ("cifar10 is not in %1$s; fetch it with `./lab data fetch cifar10`, or get c.tar.gz (%2$,d bytes, SHA-256 %3$s) from "
                    + "http://nowhere.invalid/c.tar.gz by other means and hand it over with `./lab data fetch cifar10 --from FILE` or put "
                    + "it into %1$s")
                .formatted(data.resolve("cifar10"), archive.length, Sha256.of(archive)));
  }

  @Test
  void anAlteredFileIsFoundAndFetchingMendsIt() throws IOException {
    try (FileServer server = new FileServer(archive)) {
      NamedDataset dataset = cifar10(server.folder());
      dataset.fetch(FetchProgress.none());
      Path file = data.resolve("cifar10/cifar-10-batches-bin/data_batch_3.bin");
      byte[] bytes = Files.readAllBytes(file);
      bytes[1000]++;
      Files.write(file, bytes);
      assertThatThrownBy(dataset::load)
          .isInstanceOf(DataException.class)
          .hasMessageStartingWith(file + " is truncated or altered: expected SHA-256 ")
          .hasMessageEndingWith("; fetch it again with `./lab data fetch cifar10`");
      assertThatThrownBy(dataset::verify).hasMessageStartingWith(file + " is truncated or altered");
      dataset.fetch(FetchProgress.none());
      assertIsTheGeneratedCifar10(dataset.load());
    }
  }

  @Test
  void whatAKilledUnpackingLeftBehindIsSweptAway() throws IOException {
    Path left = Files.createDirectories(data.resolve("cifar10/.unpacking/cifar-10-batches-bin"));
    Files.writeString(left.resolve("data_batch_1.bin"), "half");
    cifar10("http://nowhere.invalid/")
        .fetchFrom(Files.write(data.resolve("brought.tar.gz"), archive));
    assertThat(names(data.resolve("cifar10"))).containsExactly(".lock", "cifar-10-batches-bin");
  }

  @Test
  void anArchiveWithoutItsFolderIsRefused() throws IOException {
    byte[] other = new TarGzBuilder().file("elsewhere/a.bin", new byte[3]).bytes();
    Path file = Files.write(data.resolve("brought.tar.gz"), other);
    NamedDataset dataset = NamedDataset.ofImages(
        "cifar10",
        "",
        32,
        new ArchiveDelivery(
            PublishedFile.of("c.tar.gz", other.length, Sha256.of(other), "http://nowhere.invalid/"),
            "cifar-10-batches-bin",
            new TarGz(1_000_000, 10)),
        Cifar::cifar10);
    assertThatThrownBy(() -> dataset.fetchFrom(file))
        .hasMessage(file + " should hold a folder cifar-10-batches-bin, it does not");
  }

  @Test
  void cifar100IsReadByItsFineClasses() throws IOException {
    byte[] fine = GeneratedCifar.cifar100(200);
    NamedDataset dataset = NamedDataset.ofImages(
        "cifar100",
        "",
        32,
        new ArchiveDelivery(
            PublishedFile.of("c.tar.gz", fine.length, Sha256.of(fine), "http://nowhere.invalid/"),
            "cifar-100-binary",
            new TarGz(3_000_000, 10)),
        Cifar::cifar100);
    dataset.fetchFrom(Files.write(data.resolve("brought.tar.gz"), fine));
    Splits splits = dataset.load();
    assertThat(splits.test().classes()).hasSize(100).element(99).isEqualTo("class99");
    assertThat(splits.test().label(99)).isEqualTo(99);
    assertFirstPixelsTellLabels(splits.test());
  }

  @Test
  void aCifarFileOfAnotherLengthOrWithWrongLabelsIsRefused() throws IOException {
    Path folder = Files.createDirectory(data.resolve("cifar"));
    Files.writeString(folder.resolve("fine_label_names.txt"), "a\nb\n");
    Files.write(folder.resolve("train.bin"), new byte[2 * 3074 + 5]);
    Files.write(folder.resolve("test.bin"), new byte[3074]);
    Manifest.write(folder, List.of("fine_label_names.txt", "train.bin", "test.bin"));
    assertThatThrownBy(() -> Cifar.cifar100(folder))
        .hasMessage(folder.resolve("train.bin")
            + " should hold records of 3,074 bytes, it ends 5 bytes into one");
    byte[] wrongLabel = new byte[2 * 3074];
    wrongLabel[3074 + 1] = 2;
    Files.write(folder.resolve("train.bin"), wrongLabel);
    Manifest.write(folder, List.of("fine_label_names.txt", "train.bin", "test.bin"));
    assertThatThrownBy(() -> Cifar.cifar100(folder))
        .isInstanceOf(DataException.class)
        .hasMessage("image 1 of cifar100/train has label 2, the classes go from 0 to 1");
  }

  @Test
  void anUnknownNameListsTheNearestFirst() {
    assertThatThrownBy(() -> Datasets.load("CIFAR-10"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(
            "no dataset is called 'CIFAR-10'; did you mean 'cifar10'? There are cifar10, cifar100,")
        .hasMessageEndingWith(", and folder:PATH");
    assertThatThrownBy(() -> Datasets.load("fashion_mnist"))
        .hasMessageContaining("did you mean 'fashion-mnist'?");
  }

  @Test
  void everyNamedDatasetSaysWhereToGetItWhenItIsNotThere() {
    for (NamedDataset dataset : Datasets.all()) {
      if (!dataset.name().equals("fashion-mnist")) {
        assertThatThrownBy(() -> Datasets.load(dataset.name()))
            .isInstanceOf(DataException.class)
            .hasMessageStartingWith(
                dataset.name() + " is not in " + data.resolve(dataset.name()) + "; ")
            .hasMessageContaining("http");
      }
    }
    assertThat(Datasets.all()).hasSizeGreaterThanOrEqualTo(6);
  }

  @Test
  void fashionMnistIsFoundInTheProjectThoughAnotherDataFolderIsNamed() {
    assertThat(Datasets.named("fashion-mnist").isThere()).isTrue();
    assertThat(Datasets.named("fashion-mnist").folder())
        .isEqualTo(Path.of("data/fashion-mnist").toAbsolutePath());
  }

  @Test
  void imagesOfOneSizeAreNotScaled() {
    assertThatThrownBy(() -> Datasets.load("fashion-mnist@64"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "the images of fashion-mnist are 32x32 and do not come in size 64; only photographs are scaled");
  }

  @Test
  void imagenetSaysThatItsOwnersWantToBeAsked() {
    assertThatThrownBy(() -> Datasets.named("imagenet").fetch(FetchProgress.none()))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "imagenet cannot be fetched by a program; ask for it at https://image-net.org/download, and unpack it so that there are "
                + "%s and %s, one folder a class in each"
                    .formatted(data.resolve("imagenet/train"), data.resolve("imagenet/val")));
  }

  @Test
  void aDataFolderThatIsAFileIsNamedWithTheWayOut() throws IOException {
    Path file = Files.writeString(data.resolve("file"), "");
    System.setProperty("sevennets.data", file.toString());
    assertThatThrownBy(() -> cifar10("http://nowhere.invalid/").fetch(FetchProgress.none()))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith("cannot write into " + file.resolve("cifar10") + ": ")
        .hasMessageEndingWith("; name another data folder with SEVENNETS_DATA=FOLDER");
  }

  private NamedDataset cifar10(String mirror) {
    return NamedDataset.ofImages(
        "cifar10",
        "",
        32,
        new ArchiveDelivery(
            PublishedFile.of("c.tar.gz", archive.length, Sha256.of(archive), mirror),
            "cifar-10-batches-bin",
            new TarGz(1_000_000, 20)),
        Cifar::cifar10);
  }

  private static void assertIsTheGeneratedCifar10(Splits splits) {
    assertThat(splits.train().size()).isEqualTo(180);
    assertThat(splits.validation().size()).isEqualTo(20);
    assertThat(splits.test().size()).isEqualTo(40);
    assertThat(splits.test().classes()).hasSize(10).startsWith("airplane").endsWith("truck");
    assertFirstPixelsTellLabels(splits.train());
    assertFirstPixelsTellLabels(splits.validation());
    assertFirstPixelsTellLabels(splits.test());
    assertThat(IntStream.range(0, 20).map(splits.validation()::label).sorted().toArray())
        .as("two of each class")
        .isEqualTo(IntStream.range(0, 20).map(i -> i / 2).toArray());
  }

  private static void assertFirstPixelsTellLabels(Dataset dataset) {
    float[] pixels = new float[3 * 32 * 32];
    for (int i = 0; i < dataset.size(); i++) {
      dataset.read(i, pixels);
      assertThat(pixels[0]).isEqualTo(dataset.label(i) * 2 / 255f);
    }
  }

  private static Set<String> names(Path folder) throws IOException {
    Set<String> names = new TreeSet<>();
    try (var entries = Files.list(folder)) {
      entries.forEach(path -> names.add(path.getFileName().toString()));
    }
    return names;
  }

  @Test
  void aFolderThatNamesNoSizeIsGivenOneHoweverItIsSpelled() throws IOException {
    Path photos = Files.createDirectories(data.resolve("photos"));
    Path dated = Files.createDirectories(data.resolve("photos@2024"));
    for (String spelled : new String[] {photos.toString(), "folder:" + photos}) {
      assertThat(Datasets.sized(spelled, 299)).isEqualTo(spelled + "@299");
      assertThat(Datasets.sized(spelled + "@64", 299)).isEqualTo(spelled + "@64");
    }
    assertThat(Datasets.sized("folder:" + dated, 299)).isEqualTo("folder:" + dated + "@299");
    assertThat(Datasets.sized("distorted:folder:" + photos, 299))
        .isEqualTo("distorted:folder:" + photos + "@299");
    assertThat(Datasets.sized("imagenette", 299)).isEqualTo("imagenette");
  }

  @Test
  void aFolderOfOtherFilesThanPhotographsIsGivenNoSize() throws IOException {
    Path digits = Files.createDirectories(data.resolve("digits"));
    Files.createFile(digits.resolve("train-images-idx3-ubyte"));
    assertThat(Datasets.sized("folder:" + digits, 224)).isEqualTo("folder:" + digits);
  }
}
