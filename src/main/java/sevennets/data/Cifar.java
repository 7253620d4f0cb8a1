package sevennets.data;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * CIFAR-10 and CIFAR-100: 60,000 colour photographs of {@code 3 x 32 x 32}, ten or a hundred
 * classes. Krizhevsky 2009, "Learning multiple layers of features from tiny images".
 *
 * <p>Read from the "binary version": records of one label byte (CIFAR-100: a coarse one first,
 * which is not used, then the fine one) and 3,072 bytes, the red plane, the green, the blue.
 * Training 45,000, validation 5,000 (stratified, held out of the authors' 50,000 by a fixed seed;
 * the same sizes as in He et al. 2015, section 4.2), test 10,000.
 */
public final class Cifar {
  private static final int SIDE = 32;
  private static final int PIXELS = 3 * SIDE * SIDE;
  private static final long SPLIT_SEED = 45_000;

  private static final Layout CIFAR10 = new Layout(
      "cifar10",
      "batches.meta.txt",
      1,
      "test_batch.bin",
      List.of(
          "data_batch_1.bin",
          "data_batch_2.bin",
          "data_batch_3.bin",
          "data_batch_4.bin",
          "data_batch_5.bin"));
  private static final Layout CIFAR100 =
      new Layout("cifar100", "fine_label_names.txt", 2, "test.bin", List.of("train.bin"));

  private Cifar() {}

  /**
   * Where the parts lie in a folder, and how many label bytes a record begins with; the last of
   * them is the class.
   */
  private record Layout(
      String name, String classes, int labelBytes, String test, List<String> train) {}

  /**
   * Reads CIFAR-10 from the unpacked folder {@code cifar-10-batches-bin}, which has a manifest.
   *
   * @throws DataException if a file is missing, altered, or not in the format
   */
  public static Splits cifar10(Path folder) {
    return load(CIFAR10, folder);
  }

  /**
   * Reads CIFAR-100, with its fine classes, from the unpacked folder {@code cifar-100-binary},
   * which has a manifest.
   */
  public static Splits cifar100(Path folder) {
    return load(CIFAR100, folder);
  }

  private static Splits load(Layout layout, Path folder) {
    Manifest manifest =
        Manifest.of(folder, "fetch it again with `./lab data fetch %s`".formatted(layout.name));
    List<String> classes = new String(manifest.read(layout.classes), StandardCharsets.UTF_8)
        .lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty())
        .toList();
    Dataset train = read(layout, "train", layout.train, manifest, folder, classes);
    StratifiedSplit split = StratifiedSplit.of(train, train.size() / 10, SPLIT_SEED);
    return new Splits(
        new Subset(layout.name + "/train", train, split.rest()),
        new Subset(layout.name + "/validation", train, split.heldOut()),
        read(layout, "test", List.of(layout.test), manifest, folder, classes));
  }

  private static Dataset read(
      Layout layout,
      String part,
      List<String> files,
      Manifest manifest,
      Path folder,
      List<String> classes) {
    ByteArrayOutputStream pixels = new ByteArrayOutputStream();
    ByteArrayOutputStream labels = new ByteArrayOutputStream();
    for (String file : files) {
      byte[] bytes = manifest.read(file);
      int record = layout.labelBytes + PIXELS;
      if (bytes.length % record != 0) {
        throw new DataException("%s should hold records of %,d bytes, it ends %,d bytes into one"
            .formatted(folder.resolve(file), record, bytes.length % record));
      }
      for (int at = 0; at < bytes.length; at += record) {
        labels.write(bytes[at + layout.labelBytes - 1]);
        pixels.write(bytes, at + layout.labelBytes, PIXELS);
      }
    }
    return new ByteImages(
        layout.name + "/" + part, classes, 3, SIDE, 0, pixels.toByteArray(), labels.toByteArray());
  }
}
