package sevennets.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import sevennets.files.Bytes;
import sevennets.files.DataException;

/**
 * MNIST and what comes in its form (Fashion-MNIST, KMNIST, EMNIST): IDX files of images and labels,
 * compressed or not, {@code train-images-idx3-ubyte.gz} and {@code t10k-images-idx3-ubyte.gz}. The
 * classes are called by their numbers. Images of 28 x 28 are padded to {@code 1 x 32 x 32}, as
 * {@link FashionMnist}'s are.
 */
final class IdxFolder {
  private static final Pattern TRAIN = Pattern.compile("(.*-)?train-images[-.]idx3-ubyte(\\.gz)?");
  private static final Pattern TEST =
      Pattern.compile("(.*-)?(t10k|test)-images[-.]idx3-ubyte(\\.gz)?");
  private static final int MOST_FOR_VALIDATION = 5_000;
  private static final long SPLIT_SEED = 55_000;
  private static final int MNIST_SIDE = 28;
  private static final int MNIST_BORDER = 2;

  private IdxFolder() {}

  static boolean isOne(Path folder) {
    return Files.isDirectory(folder) && !matching(folder, TRAIN).isEmpty();
  }

  /**
   * Reads a folder of which {@link #isOne} is true.
   *
   * @throws DataException if a file is missing, or not in the format
   */
  static Splits load(String name, Path folder) {
    Idx labels = labels(only(folder, TRAIN));
    Idx testLabels = labels(only(folder, TEST));
    int classes = IntStream.concat(stream(labels), stream(testLabels)).max().orElse(0) + 1;
    List<String> names = IntStream.range(0, classes).mapToObj(String::valueOf).toList();
    Dataset train = images(name + "/train", only(folder, TRAIN), labels, names);
    int held = Math.min(MOST_FOR_VALIDATION, train.size() / 10);
    StratifiedSplit split = StratifiedSplit.of(train, held, SPLIT_SEED);
    return new Splits(
        new Subset(name + "/train", train, split.rest()),
        new Subset(name + "/validation", train, split.heldOut()),
        images(name + "/test", only(folder, TEST), testLabels, names));
  }

  private static Dataset images(String name, Path file, Idx labels, List<String> classes) {
    Idx images = read(file, 3);
    int height = images.dimensions()[1];
    if (height != images.dimensions()[2]) {
      throw new DataException("the images of %s should be square, they are %dx%d"
          .formatted(file, height, images.dimensions()[2]));
    }
    if (images.dimensions()[0] == 0 || height == 0) {
      throw new DataException("%s holds no image, its dimensions are %s"
          .formatted(file, Arrays.toString(images.dimensions())));
    }
    int border = height == MNIST_SIDE ? MNIST_BORDER : 0;
    return new ByteImages(name, classes, 1, height, border, images.values(), labels.values());
  }

  private static IntStream stream(Idx labels) {
    return IntStream.range(0, labels.values().length).map(i -> labels.values()[i] & 0xff);
  }

  private static Idx labels(Path images) {
    String name = images.getFileName().toString();
    String labels = name.replace("images", "labels").replace("idx3", "idx1");
    Path file = images.resolveSibling(labels);
    Path other = images.resolveSibling(
        labels.endsWith(".gz") ? labels.replaceFirst("\\.gz$", "") : labels + ".gz");
    return read(Files.exists(file) || !Files.exists(other) ? file : other, 1);
  }

  private static Idx read(Path file, int rank) {
    try {
      return Idx.read(Bytes.of(file), file.toString(), rank);
    } catch (NoSuchFileException e) {
      throw new DataException("%s is missing".formatted(file), e);
    } catch (IOException e) {
      throw new DataException("cannot read %s: %s".formatted(file, e.getMessage()), e);
    }
  }

  private static Path only(Path folder, Pattern name) {
    List<Path> found = matching(folder, name);
    if (found.size() != 1) {
      throw new DataException("%s should hold one file of images for %s, it holds %s"
          .formatted(
              folder,
              name == TRAIN ? "training" : "the test (t10k-images-idx3-ubyte)",
              found.isEmpty() ? "none" : found.stream().map(Path::getFileName).toList()));
    }
    return found.get(0);
  }

  private static List<Path> matching(Path folder, Pattern name) {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> name.matcher(file.getFileName().toString()).matches())
          .filter(Files::isRegularFile)
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new DataException("cannot list %s: %s".formatted(folder, e.getMessage()), e);
    }
  }
}
