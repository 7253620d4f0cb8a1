package sevennets.data;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import sevennets.data.delivery.Manifest;
import sevennets.data.delivery.TarGz;
import sevennets.data.delivery.TarGzBuilder;
import sevennets.fuzz.Kind;
import sevennets.fuzz.Maker;

/** Datasets and archives, for those who damage them. */
public final class FuzzedData {
  private static final int RECORD = 1 + 3 * 32 * 32;
  private static final TarGz TAR = new TarGz(1 << 20, 50);

  private FuzzedData() {}

  /** By name. */
  public static Map<String, Maker> kinds() {
    Map<String, Maker> kinds = new LinkedHashMap<>();
    byte[] images = idx(3, 3, 4, 4);
    byte[] labels = idx(1, 3);
    kinds.put(
        "idx",
        () -> Kind.of(
            (input, folder) -> {
              Path data = Files.createDirectories(folder.resolve("idx"));
              for (String part : List.of("train", "t10k"))
                Files.write(data.resolve(part + "-labels-idx1-ubyte"), labels);
              Files.write(data.resolve("t10k-images-idx3-ubyte"), images);
              Files.copy(input, emptied(data.resolve("train-images-idx3-ubyte")));
              use(IdxFolder.load("fuzzed", data));
            },
            images,
            gzip(images)));
    kinds.put(
        "cifar",
        () -> Kind.of(
            (input, folder) -> cifar(CifarFolder.Form.BINARY_100, input, folder), records()));
    kinds.put(
        "cifar-python",
        () -> Kind.of(
            (input, folder) -> cifar(CifarFolder.Form.PYTHON_100, input, folder), pickle()));
    byte[] archive = new TarGzBuilder()
        .folder("data/")
        .file("data/a", "one".getBytes(UTF_8))
        .file("data/" + "long".repeat(40), new byte[600])
        .link("data/top", TarConstants.LF_SYMLINK, "/etc")
        .bytes();
    kinds.put("tar-gz", () -> Kind.of((input, folder) -> unpack(input, folder), archive));
    kinds.put(
        "tar",
        () -> Kind.of(
            (input, folder) -> {
              Path packed = folder.resolve("packed");
              Files.write(packed, gzip(Files.readAllBytes(input)));
              unpack(packed, folder);
            },
            new GZIPInputStream(new ByteArrayInputStream(archive)).readAllBytes()));
    kinds.put(
        "sums",
        () -> Kind.of(
            (input, folder) -> {
              Path data = Files.createDirectories(folder.resolve("sums"));
              Files.copy(input, emptied(data.resolve(Manifest.FILE)));
              Manifest.of(data, "fetch it again").verify();
            },
            "%s  train.bin\n".formatted("0123456789abcdef".repeat(4)).getBytes(UTF_8)));
    return kinds;
  }

  private static Path emptied(Path file) throws IOException {
    Files.deleteIfExists(file);
    return file;
  }

  /** Every image and every label is asked for. */
  private static void use(Splits splits) {
    for (Dataset part : List.of(splits.train(), splits.validation(), splits.test())) {
      float[] pixels = new float[part.channels() * part.height() * part.width()];
      for (int i = 0; i < part.size(); i++) {
        part.label(i);
        part.read(i, pixels);
      }
    }
  }

  /** An array of bytes of these dimensions. */
  private static byte[] idx(int... dimensions) {
    int length = 1;
    for (int each : dimensions) length *= each;
    int rank = dimensions[0] == length ? 1 : dimensions.length;
    ByteBuffer bytes = ByteBuffer.allocate(4 + 4 * rank + length);
    bytes.putInt(0x0800 | rank);
    for (int i = 0; i < rank; i++) bytes.putInt(dimensions[i]);
    for (int i = 0; i < length; i++) bytes.put((byte) i);
    return bytes.array();
  }

  private static byte[] records() {
    byte[] records = new byte[2 * (RECORD + 1)];
    records[RECORD + 2] = 1;
    return records;
  }

  /** The pixels of one image of CIFAR-100, as NumPy's pickle has them. */
  private static byte[] pickle() {
    return ("(dp1\nS'data'\np2\ncnumpy.core.multiarray\n_reconstruct\np3\n(cnumpy\nndarray\np4\n"
            + "(I0\ntp5\nS'b'\np6\ntp7\nRp8\n(I1\n(I1\nI3072\ntp9\ncnumpy\ndtype\np10\n(S'u1'\n"
            + "I0\nI1\ntp11\nRp12\nI00\nS'" + "x".repeat(3072) + "'\np13\ntp14\nbsS'fine_labels'\n"
            + "p15\n(lp16\nI0\nasS'coarse_labels'\np17\n(lp18\nI0\nas.")
        .getBytes(UTF_8);
  }

  private static void cifar(CifarFolder.Form form, Path input, Path folder) throws IOException {
    byte[] bytes = Files.readAllBytes(input);
    byte[] good = form == CifarFolder.Form.BINARY_100 ? records() : pickle();
    byte[] names = form == CifarFolder.Form.BINARY_100
        ? "a\nb\n".getBytes(UTF_8)
        : "(dS'fine_label_names'\n(lS'a'\naS'b'\nas.".getBytes(UTF_8);
    use(CifarFolder.load(
        "fuzzed",
        folder,
        form,
        file -> file.equals(form.classes)
            ? (bytes.length < 200 ? bytes : names)
            : file.equals(form.test) ? good : bytes));
  }

  private static void unpack(Path archive, Path folder) throws IOException {
    Path into = folder.resolve("unpacked");
    delete(into);
    Files.createDirectories(into);
    TAR.unpack(archive, into);
  }

  private static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) return;
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> {
        try {
          Files.delete(file);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      });
    }
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(bytes);
    }
    return packed.toByteArray();
  }
}
