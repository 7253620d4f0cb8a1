package sevennets.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sevennets.data.delivery.ArchiveDelivery;
import sevennets.data.delivery.FetchProgress;
import sevennets.data.delivery.Manifest;
import sevennets.data.delivery.PublishedFile;
import sevennets.data.delivery.Sha256;
import sevennets.data.delivery.TarGz;
import sevennets.data.delivery.TarGzBuilder;
import sevennets.files.DataException;

/** Folders that the archives of CIFAR's and MNIST's authors were unpacked to. */
class PublishedFoldersTest {
  private static final int PIXELS = 3 * 32 * 32;

  @TempDir
  Path folder;

  @Test
  void cifarForPythonHoldsTheImagesOfTheBinaryVersion() throws IOException {
    Path binary = Files.createDirectory(folder.resolve("cifar-10-batches-bin"));
    Path python = Files.createDirectory(folder.resolve("cifar-10-batches-py"));
    for (int i = 1; i <= 6; i++) {
      byte[] pixels = new byte[20 * PIXELS];
      new SplittableRandom(i).nextBytes(pixels);
      byte[] labels = new byte[20];
      for (int k = 0; k < 20; k++) {
        labels[k] = (byte) (k % 2);
      }
      String name = i == 6 ? "test_batch" : "data_batch_" + i;
      Files.write(binary.resolve(name + ".bin"), records(labels, pixels));
      Files.write(python.resolve(name), pickled("labels", labels, pixels));
    }
    Files.writeString(binary.resolve("batches.meta.txt"), "airplane\nautomobile\n\n");
    Files.write(python.resolve("batches.meta"), names("label_names", "airplane", "automobile"));
    Splits ofBinary = Datasets.load(binary.toString());
    Splits ofPython = Datasets.load("folder:" + python);
    assertThat(ofPython.train().classes()).containsExactly("airplane", "automobile");
    assertThat(ofPython.train().size()).isEqualTo(90);
    assertSame(ofBinary.train(), ofPython.train());
    assertSame(ofBinary.validation(), ofPython.validation());
    assertSame(ofBinary.test(), ofPython.test());
    assertThatThrownBy(() -> Datasets.load(python + "@64"))
        .hasMessage(
            "the images in " + python + " do not come in size 64; only photographs are scaled");
  }

  @Test
  void theArchiveForPythonIsTakenInPlaceOfTheBinaryOne() throws IOException {
    byte[] labels = {3, 0, 99, 99};
    byte[] pixels = new byte[4 * PIXELS];
    new SplittableRandom(1).nextBytes(pixels);
    byte[] archive = new TarGzBuilder()
        .file("cifar-100-python/meta", names("fine_label_names", "apple", "aquarium_fish"))
        .file("cifar-100-python/train", pickled("fine_labels", labels, pixels))
        .file("cifar-100-python/test", pickled("fine_labels", labels, pixels))
        .bytes();
    Path brought = Files.write(folder.resolve("cifar-100-python.tar.gz"), archive);
    ArchiveDelivery delivery = new ArchiveDelivery(
        PublishedFile.of("cifar-100-binary.tar.gz", 1, "00", "http://nowhere.invalid/"),
        "cifar-100-binary",
        new TarGz(1_000_000, 10),
        Optional.of(new ArchiveDelivery.OtherForm(
            PublishedFile.of(
                "cifar-100-python.tar.gz",
                archive.length,
                Sha256.of(archive),
                "http://nowhere.invalid/"),
            "cifar-100-python",
            CifarFolder::pythonToBinary)));
    delivery.fetch("cifar100", folder, brought, FetchProgress.none());
    Path root = delivery.root(folder);
    assertThat(root.resolve("test.bin")).hasBinaryContent(records(labels, labels, pixels));
    assertThat(root.resolve("fine_label_names.txt")).hasContent("apple\naquarium_fish");
    delivery.verify(root, "");

    Path empty = Files.createDirectories(folder.resolve("nothing/cifar-100-binary"));
    assertThatThrownBy(() -> delivery.fetch("cifar100", folder, empty, FetchProgress.none()))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith(empty + " is empty; it should hold what ");

    Path unpacked = Files.createDirectories(folder.resolve("there/cifar-100-python"));
    for (String file : new String[] {"meta", "train"}) {
      byte[] content = file.equals("meta")
          ? names("fine_label_names", "pear")
          : pickled("fine_labels", labels, pixels);
      Files.write(unpacked.resolve(file), content);
    }
    assertThatThrownBy(
            () -> delivery.fetch("cifar100", folder, unpacked.getParent(), FetchProgress.none()))
        .hasMessage(unpacked.resolve("test") + " is missing");
    assertThat(root.resolve("fine_label_names.txt"))
        .as("what is there stays there")
        .hasContent("apple\naquarium_fish");
    Files.copy(unpacked.resolve("train"), unpacked.resolve("test"));
    delivery.fetch("cifar100", folder, unpacked, FetchProgress.none());
    assertThat(root.resolve("fine_label_names.txt")).hasContent("pear");
  }

  @Test
  void mnistHasANameOfItsOwn() throws IOException {
    byte[] labels = new byte[6_000];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = (byte) (i % 10);
    }
    byte[] images = gzip(idx(new byte[6_000 * 784], 6_000, 28, 28));
    for (String part : new String[] {"train", "t10k"}) {
      Files.write(folder.resolve(part + "-images-idx3-ubyte.gz"), images);
      Files.write(folder.resolve(part + "-labels-idx1-ubyte.gz"), gzip(idx(labels, 6_000)));
    }
    Manifest.write(
        folder,
        List.of(
            "train-images-idx3-ubyte.gz",
            "train-labels-idx1-ubyte.gz",
            "t10k-images-idx3-ubyte.gz",
            "t10k-labels-idx1-ubyte.gz"));
    Splits splits = IdxDataset.MNIST.load(folder);
    assertThat(splits.train().name()).isEqualTo("mnist/train");
    assertThat(splits.validation().size()).isEqualTo(5_000);
    assertThat(splits.test().classes())
        .containsExactly("0", "1", "2", "3", "4", "5", "6", "7", "8", "9");
    assertThatThrownBy(() -> Datasets.load("mnist@64"))
        .hasMessage(
            "the images of mnist are 32x32 and do not come in size 64; only photographs are scaled");
  }

  @Test
  void aDamagedPickleIsTold() throws IOException {
    Files.write(folder.resolve("batches.meta"), names("label_names", "a", "b"));
    byte[] whole = pickled("labels", new byte[2], new byte[2 * PIXELS]);
    Files.write(folder.resolve("data_batch_1"), Arrays.copyOf(whole, 3000));
    assertThatThrownBy(() -> Datasets.load(folder.toString()))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith(folder.resolve("data_batch_1") + " is damaged: ");
    Files.write(
        folder.resolve("data_batch_1"), pickled("coarse", new byte[2], new byte[2 * PIXELS]));
    assertThatThrownBy(() -> Datasets.load(folder.toString()))
        .hasMessage(
            folder.resolve("data_batch_1")
                + " should hold a label for each 3,072 bytes of pixels, as CIFAR's authors publish it; it does not");
  }

  @Test
  void mnistAndItsKinAreReadCompressedOrNot() throws IOException {
    Files.write(
        folder.resolve("train-images-idx3-ubyte.gz"), gzip(idx(new byte[50 * 784], 50, 28, 28)));
    byte[] labels = new byte[50];
    for (int i = 0; i < 50; i++) {
      labels[i] = (byte) (i % 10);
    }
    Files.write(folder.resolve("train-labels-idx1-ubyte"), idx(labels, 50));
    byte[] pixels = new byte[2 * 784];
    pixels[784 + 29] = (byte) 255;
    Files.write(folder.resolve("t10k-images-idx3-ubyte"), idx(pixels, 2, 28, 28));
    Files.write(folder.resolve("t10k-labels-idx1-ubyte"), idx(new byte[] {3, 7}, 2));
    Splits splits = Datasets.load(folder.toString());
    assertThat(splits.train().classes()).hasSize(10).startsWith("0", "1");
    assertThat(splits.train().size()).isEqualTo(45);
    assertThat(splits.validation().size()).isEqualTo(5);
    assertThat(splits.test().label(1)).isEqualTo(7);
    float[] image = new float[32 * 32];
    splits.test().read(1, image);
    assertThat(image[(2 + 1) * 32 + 2 + 1]).isEqualTo(1);
  }

  @Test
  void aMissingPartOfAnIdxSetIsTold() throws IOException {
    Files.write(folder.resolve("train-images-idx3-ubyte"), idx(new byte[784], 1, 28, 28));
    assertThatThrownBy(() -> Datasets.load(folder.toString()))
        .isInstanceOf(DataException.class)
        .hasMessage(folder.resolve("train-labels-idx1-ubyte") + " is missing");
    Files.write(folder.resolve("train-labels-idx1-ubyte"), idx(new byte[1], 1));
    assertThatThrownBy(() -> Datasets.load(folder.toString()))
        .hasMessage(
            folder
                + " should hold one file of images for the test (t10k-images-idx3-ubyte), it holds none");
  }

  private static void assertSame(Dataset expected, Dataset read) {
    assertThat(read.size()).isEqualTo(expected.size());
    float[] there = new float[PIXELS];
    float[] here = new float[PIXELS];
    for (int i = 0; i < expected.size(); i++) {
      expected.read(i, there);
      read.read(i, here);
      assertThat(here).isEqualTo(there);
      assertThat(read.label(i)).isEqualTo(expected.label(i));
    }
  }

  /** CIFAR-100's, with a coarse class before the fine one. */
  private static byte[] records(byte[] coarse, byte[] fine, byte[] pixels) {
    ByteBuffer records = ByteBuffer.allocate(2 * fine.length + pixels.length);
    for (int i = 0; i < fine.length; i++) {
      records.put(coarse[i]).put(fine[i]).put(pixels, i * PIXELS, PIXELS);
    }
    return records.array();
  }

  private static byte[] records(byte[] labels, byte[] pixels) {
    ByteBuffer records = ByteBuffer.allocate(labels.length + pixels.length);
    for (int i = 0; i < labels.length; i++) {
      records.put(labels[i]).put(pixels, i * PIXELS, PIXELS);
    }
    return records.array();
  }

  /** As Python 2 and NumPy wrote CIFAR's batches: protocol 2, strings of bytes. */
  private static byte[] pickled(String labelsKey, byte[] labels, byte[] pixels) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(new byte[] {(byte) 0x80, 2, '}', '('});
    string(out, "batch_label");
    string(out, "training batch 1 of 5");
    string(out, "data");
    text(out, "cnumpy.core.multiarray\n_reconstruct\ncnumpy\nndarray\nK\0\u0085");
    string(out, "b");
    text(out, "\u0087R(K\1");
    out.write('M');
    out.write(labels.length);
    out.write(labels.length >> 8);
    text(out, "M\0\u000c\u0086cnumpy\ndtype\n");
    string(out, "u1");
    text(out, "K\0K\1\u0087R(K\3");
    string(out, "|");
    text(out, "NNNJ\u00ff\u00ff\u00ff\u00ffJ\u00ff\u00ff\u00ff\u00ffK\0tb\u0089T");
    out.writeBytes(ByteBuffer.allocate(4)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(pixels.length)
        .array());
    out.writeBytes(pixels);
    text(out, "tb");
    string(out, labelsKey);
    text(out, "](");
    for (byte label : labels) {
      out.write('K');
      out.write(label);
    }
    text(out, "e");
    if (labelsKey.equals("fine_labels")) {
      string(out, "coarse_labels");
      text(out, "](");
      for (byte label : labels) {
        out.write('K');
        out.write(label);
      }
      text(out, "e");
    }
    text(out, "u.");
    return out.toByteArray();
  }

  private static byte[] names(String key, String... names) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(new byte[] {(byte) 0x80, 2, '}'});
    string(out, key);
    text(out, "](");
    for (String name : names) {
      string(out, name);
    }
    text(out, "es.");
    return out.toByteArray();
  }

  private static void string(ByteArrayOutputStream out, String text) {
    out.write('U');
    out.write(text.length());
    text(out, text);
  }

  private static void text(ByteArrayOutputStream out, String text) {
    out.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static byte[] idx(byte[] values, int... dimensions) {
    ByteBuffer file = ByteBuffer.allocate(4 + 4 * dimensions.length + values.length);
    file.putInt(0x800 | dimensions.length);
    for (int dimension : dimensions) {
      file.putInt(dimension);
    }
    return file.put(values).array();
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    }
    return out.toByteArray();
  }
}
