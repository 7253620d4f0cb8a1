package sevennets.data;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.GZIPOutputStream;
import javax.imageio.ImageIO;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import sevennets.data.delivery.ArchiveDelivery;
import sevennets.data.delivery.FetchProgress;
import sevennets.data.delivery.FileServer;
import sevennets.data.delivery.Manifest;
import sevennets.data.delivery.Proxies;
import sevennets.data.delivery.PublishedFile;
import sevennets.data.delivery.Sha256;
import sevennets.data.delivery.TarGz;
import sevennets.data.delivery.TarGzBuilder;

/** Bad data of every kind, and what is tried with it; each trial needs a folder of its own. */
final class BadData {
  private static final String LABELS = "train-labels-idx1-ubyte.gz";

  private final Path data;

  BadData(Path data) {
    this.data = data;
  }

  Map<String, ThrowingCallable> trials() {
    Map<String, ThrowingCallable> trials = new LinkedHashMap<>();
    trials.put(
        "a file of Fashion-MNIST cut in half",
        () -> fashionMnist(bytes -> Arrays.copyOf(bytes, bytes.length / 2)));
    trials.put("one bit of it altered", () -> fashionMnist(BadData::altered));
    trials.put("the file missing", () -> fashionMnist(bytes -> null));
    trials.put("the manifest missing", () -> FashionMnist.load(data));
    trials.put("a manifest that is a web page", () -> {
      write(Manifest.FILE, text("<html>not found</html>"));
      FashionMnist.load(data);
    });
    trials.put(
        "an IDX file of 32-bit floats",
        () -> Idx.gunzip(gzip(0, 0, 0x0d, 1, 0, 0, 0, 1, 0, 0, 0, 0), "labels.gz", 1));
    trials.put(
        "an IDX file that claims more values than it holds",
        () -> Idx.gunzip(gzip(0, 0, 8, 1, 0, 0, 4, 0, 7), "labels.gz", 1));
    trials.put(
        "an IDX file that claims 4·10¹⁸ values",
        () -> Idx.gunzip(gzip(0, 0, 8, 2, 127, 0, 0, 0, 127, 0, 0, 0), "labels.gz", 2));
    trials.put(
        "an IDX file of 4·10⁹ values in a row",
        () -> Idx.gunzip(gzip(0, 0, 8, 1, 255, 255, 255, 255), "labels.gz", 1));
    trials.put("a manifest that is no text", () -> {
      write(Manifest.FILE, new byte[] {(byte) 0xff, (byte) 0xfe, 0});
      FashionMnist.load(data);
    });
    trials.put("a label that is no class", () -> cifar(3073, 200));
    trials.put("a CIFAR file that ends inside a record", () -> cifar(3073 + 9, 0));
    trials.put("a dataset that was never fetched", () -> Datasets.load("cifar100"));
    trials.put("a misspelt dataset", () -> Datasets.load("cifar-10"));
    trials.put("Fashion-MNIST in another size", () -> Datasets.load("fashion-mnist@64"));
    trials.put(
        "another file as the archive",
        () -> Datasets.named("cifar10").fetchFrom(write("a.tar.gz", text("other"))));
    trials.put(
        "a fetch without network",
        () -> tarGz(new TarGzBuilder(), "http://nowhere.invalid/").fetch(FetchProgress.none()));
    trials.put("a mirror that gives another file", this::alteringMirror);
    trials.put("a fetch while another is fetching", this::fetchTwice);
    trials.put("a data folder that cannot be written", () -> {
      System.setProperty("sevennets.data", write("file", text("")).toString());
      tarGz(new TarGzBuilder(), "http://nowhere.invalid/").fetch(FetchProgress.none());
    });
    trials.put("a disk without room", this::fullDisk);
    trials.put("an archive cut in half", () -> unpack(Arrays.copyOf(noise(), noise().length / 2)));
    trials.put(
        "an archive entry that leaves the folder",
        () -> unpack(new TarGzBuilder().file("../evil", text("x")).bytes()));
    trials.put(
        "a symbolic link out of the archive",
        () -> unpack(
            new TarGzBuilder().link("top", TarConstants.LF_SYMLINK, "/etc").bytes()));
    trials.put(
        "a hard link in the archive",
        () -> unpack(
            new TarGzBuilder().link("a", TarConstants.LF_LINK, "/etc/shadow").bytes()));
    trials.put(
        "a named pipe in the archive",
        () -> unpack(new TarGzBuilder().pipe("pipe").bytes()));
    trials.put(
        "a file of zeros that the archive doesn't store",
        () -> unpack(TarGzBuilder.sparse("holes", 3_000_000)));
    trials.put(
        "a name that comes twice in the archive",
        () ->
            unpack(new TarGzBuilder().file("a", text("x")).file("a", text("y")).bytes()));
    trials.put(
        "a name in the archive that is longer than a disk takes",
        () -> unpack(new TarGzBuilder().file("z".repeat(256), text("x")).bytes()));
    trials.put(
        "an archive that decompresses without end",
        () -> unpack(new TarGzBuilder().file("bomb", new byte[3_000_000]).bytes()));
    trials.put("an archive of a great many files", this::manyFiles);
    trials.put(
        "an archive without the dataset's folder",
        () -> tarGz(new TarGzBuilder().file("elsewhere/a", text("x")), "http://nowhere.invalid/")
            .fetchFrom(data.resolve("brought.tgz")));
    trials.put(
        "a folder that is no unpacked archive",
        () -> Datasets.named("cifar10").fetchFrom(Files.createDirectory(data.resolve("other"))));
    trials.put(
        "an unpacked archive that is empty",
        () -> Datasets.named("cifar10")
            .fetchFrom(Files.createDirectory(data.resolve("cifar-10-batches-bin"))));
    trials.put("a folder that is not there", () -> Datasets.load("folder:" + data.resolve("gone")));
    trials.put("a folder without class folders", () -> Datasets.load("folder:" + data));
    trials.put("a class folder without images", () -> {
      Files.createDirectory(data.resolve("bee"));
      Datasets.load("folder:" + data);
    });
    trials.put("classes that differ between train and val", this::otherClasses);
    trials.put("a test folder alone", () -> {
      write("test/ant/a.png", picture("png"));
      Datasets.load("folder:" + data);
    });
    trials.put("train and Training side by side", () -> {
      write("train/ant/a.png", picture("png"));
      write("Training/ant/a.png", picture("png"));
      Datasets.load("folder:" + data);
    });
    trials.put("two images of two classes", () -> {
      write("ant/a.png", picture("png"));
      write("bee/b.png", picture("png"));
      Datasets.load("folder:" + data);
    });
    trials.put(
        "a folder and a size, and no such folder",
        () -> Datasets.load("folder:" + data + "/photos@2024"));
    trials.put("a class renamed before a run is resumed", this::renamed);
    trials.put(
        "a photograph as phones keep it",
        () -> readImage("a.jpg", text("\0\0\0\030ftypheic\0\0\0\0")));
    trials.put(
        "a TIFF of floating-point numbers", () -> readImage("a.tif", pillow("float-32.tif")));
    trials.put("a TIFF of 32-bit numbers", () -> readImage("a.tif", pillow("grey-32.tif")));
    trials.put(
        "a proxy that is no address",
        () -> Proxies.proxy(URI.create("http://a/b"), Map.of("http_proxy", "http://:a b")::get));
    trials.put("a web page called .jpg", () -> readImage("a.jpg", text("<html>not found</html>")));
    trials.put("an empty file called .jpg", () -> readImage("a.jpg", text("")));
    trials.put(
        "a folder called .jpg",
        () -> ImageFile.read(Files.createDirectories(data.resolve("ant/a.jpg"))));
    trials.put("a device called .jpg", () -> {
      Path link = Files.createDirectory(data.resolve("ant")).resolve("a.jpg");
      ImageFile.read(Files.createSymbolicLink(link, Path.of("/dev/zero")));
    });
    trials.put("a photograph that nobody may read", () -> {
      write("ant/a.jpg", picture("jpg"));
      throw ImageFile.unreadable(
          data.resolve("ant/a.jpg"), new AccessDeniedException(data + "/ant/a.jpg"));
    });
    trials.put("a JPEG cut short", () -> readImage("a.jpg", cut(picture("jpg"), 40)));
    trials.put("a PNG cut short", () -> readImage("a.png", cut(picture("png"), 500)));
    trials.put("a PNG of 60,000 x 60,000 pixels", () -> readImage("a.png", hugePng()));
    trials.put(
        "a photograph of 100,000 x 1,000 pixels in a notebook of 400 MB",
        () -> ImageLimits.step(100_000, 1_000, 3, 100 << 20));
    trials.put("a link to an image that is gone", () -> {
      Files.createSymbolicLink(
          Files.createDirectory(data.resolve("ant")).resolve("a.png"), data.resolve("gone.png"));
      read("folder");
    });
    trials.put(
        "a pixel that is not a number",
        () -> load(
            new Numbered(3) {
              @Override
              public void read(int index, float[] pixels) {
                super.read(index, pixels);
                pixels[5] = index == 1 ? Float.NaN : 0;
              }
            },
            Augmentation.none()));
    trials.put(
        "an augmentation that ends in another size",
        () -> load(new Numbered(1), (image, random) -> image.centreCrop(1, 1)));
    trials.put(
        "a normalisation of other channels",
        () -> Loader.evaluation(new Numbered(3), Normalisation.IMAGENET, 1));
    trials.put(
        "a batch of no image", () -> Loader.evaluation(new Numbered(3), Normalisation.none(2), 0));
    trials.put(
        "a dataset without images",
        () -> Loader.evaluation(new Numbered(0), Normalisation.none(2), 1));
    return trials;
  }

  /** What is done to a file; null deletes it. */
  private interface Harm {
    byte[] to(byte[] bytes);
  }

  private void fashionMnist(Harm harm) throws IOException {
    Path original = Path.of("data/fashion-mnist");
    for (String name : Manifest.of(original, "").names()) {
      Files.copy(original.resolve(name), data.resolve(name));
    }
    Files.copy(original.resolve(Manifest.FILE), data.resolve(Manifest.FILE));
    byte[] bytes = harm.to(Files.readAllBytes(data.resolve(LABELS)));
    if (bytes == null) {
      Files.delete(data.resolve(LABELS));
    } else {
      write(LABELS, bytes);
    }
    FashionMnist.load(data);
  }

  private void cifar(int length, int label) throws IOException {
    byte[] records = new byte[length];
    records[0] = (byte) label;
    write("batches.meta.txt", text("a\nb\n"));
    List<String> parts = List.of(
        "data_batch_1.bin",
        "data_batch_2.bin",
        "data_batch_3.bin",
        "data_batch_4.bin",
        "data_batch_5.bin");
    for (String part : parts) {
      write(part, records);
    }
    write("test_batch.bin", records);
    Manifest.write(
        data,
        Stream.concat(Stream.of("batches.meta.txt", "test_batch.bin"), parts.stream())
            .toList());
    Cifar.cifar10(data);
  }

  /** A dataset that comes as an archive, which lies in {@code brought.tgz}. */
  private NamedDataset tarGz(TarGzBuilder builder, String mirror) throws IOException {
    byte[] archive = builder.bytes();
    if (Files.isDirectory(data)) {
      write("brought.tgz", archive);
    }
    return NamedDataset.ofImages(
        "cifar10",
        "",
        32,
        new ArchiveDelivery(
            new PublishedFile(
                "c.tgz", archive.length, Sha256.of(archive), List.of(URI.create(mirror + "c.tgz"))),
            "cifar-10-batches-bin",
            new TarGz(1_000_000, 100)),
        Cifar::cifar10);
  }

  private void alteringMirror() throws IOException {
    byte[] archive = new TarGzBuilder().bytes();
    try (FileServer server = new FileServer(altered(archive))) {
      tarGz(new TarGzBuilder(), server.folder()).fetch(FetchProgress.none());
    }
  }

  private void fetchTwice() throws IOException {
    try (FileServer server = new FileServer(new TarGzBuilder().bytes())) {
      NamedDataset dataset = tarGz(new TarGzBuilder(), server.folder());
      dataset.fetch((file, done, total) -> dataset.fetch(FetchProgress.none()));
    }
  }

  private void fullDisk() throws IOException {
    Path archive = write("a.tgz", text("x"));
    NamedDataset.ofImages(
            "cifar10",
            "",
            32,
            new ArchiveDelivery(
                PublishedFile.of("a.tgz", 1, Sha256.of(text("x"))),
                "root",
                new TarGz(1L << 60, 100)),
            Cifar::cifar10)
        .fetchFrom(archive);
  }

  private void manyFiles() throws IOException {
    TarGzBuilder many = new TarGzBuilder();
    for (int i = 0; i < 101; i++) {
      many.file("f" + i, new byte[0]);
    }
    unpack(many.bytes());
  }

  private void unpack(byte[] archive) throws IOException {
    Path file = write("a.tgz", archive);
    new TarGz(1_000_000, 100).unpack(file, Files.createDirectory(data.resolve("into")));
  }

  private void otherClasses() throws IOException {
    for (String image : List.of("train/ant", "train/bee", "val/ant", "val/wasp")) {
      write(image + "/a.png", picture("png"));
    }
    Datasets.load("folder:" + data);
  }

  private void renamed() throws IOException {
    for (int i = 0; i < 8; i++) {
      write("photos/ant/" + i + ".png", picture("png"));
      write("photos/bee/" + i + ".png", picture("png"));
    }
    Contents before = Contents.of(Datasets.load("folder:" + data.resolve("photos")));
    Files.move(data.resolve("photos/bee"), data.resolve("photos/aphid"));
    Contents.of(Datasets.load("folder:" + data.resolve("photos")))
        .requireAsBegun(before.classes(), before.facts(), data.resolve("run"), "start a new run");
  }

  /** One of the files that Pillow has written. */
  private static byte[] pillow(String name) throws IOException {
    return PillowTest.entries().get(name);
  }

  private void readImage(String name, byte[] bytes) throws IOException {
    write("ant/" + name, bytes);
    read("folder");
  }

  private void read(String name) {
    ImageFolder.of(name, data, 8, Map.of()).read(0, new float[3 * 64]);
  }

  private static void load(Dataset dataset, Augmentation augmentation) {
    Loader.training(dataset, augmentation, Normalisation.none(2), 3, 1)
        .epoch(0, 0)
        .iterator()
        .next();
  }

  private Path write(String name, byte[] bytes) throws IOException {
    Path file = data.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.write(file, bytes);
  }

  private static byte[] altered(byte[] bytes) {
    byte[] result = bytes.clone();
    result[bytes.length / 2] ^= 1;
    return result;
  }

  private static byte[] cut(byte[] bytes, int fewer) {
    return Arrays.copyOf(bytes, bytes.length - fewer);
  }

  private static byte[] noise() {
    return new TarGzBuilder().file("a", GeneratedCifar.cifar10(1)).bytes();
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] gzip(int... bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      for (int b : bytes) {
        gzip.write(b);
      }
    }
    return out.toByteArray();
  }

  private static byte[] picture(String format) throws IOException {
    BufferedImage picture = new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < 64 * 64; i++) {
      picture.setRGB(i % 64, i / 64, i * 2_654_435);
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(picture, format, out);
    return out.toByteArray();
  }

  /** The header alone: 10 GB of pixels in 33 bytes. */
  static byte[] hugePng() throws IOException {
    byte[] header = ByteBuffer.allocate(17)
        .put(text("IHDR"))
        .putInt(60_000)
        .putInt(60_000)
        .put(new byte[] {8, 2, 0, 0, 0})
        .array();
    CRC32 crc = new CRC32();
    crc.update(header);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeLong(0x89504e470d0a1a0aL);
    out.writeInt(13);
    out.write(header);
    out.writeInt((int) crc.getValue());
    out.writeInt(0);
    return bytes.toByteArray();
  }
}
