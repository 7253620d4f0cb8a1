package sevennets.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Photographs in one folder a class, as ImageNet and Imagenette come:
 * {@code n01440764/ILSVRC2012_val_00000293.JPEG}. Decoded when they are read; what an augmentation
 * gets is the whole photograph.
 *
 * <p>{@link #read(int, float[])} gives the middle: the shorter side scaled to {@code size / 0.875}
 * (256 for 224), then a crop of {@code size x size}; a photograph that has this size already is
 * left as it is.
 */
public final class ImageFolder implements Dataset {
  private static final List<String> SUFFIXES = List.of(".jpg", ".jpeg", ".png");
  /** The share of the scaled image that the crop keeps, along its shorter side: 224 of 256. */
  private static final double CROP_SHARE = 0.875;

  private final String name;
  private final List<String> classes;
  private final int size;
  private final List<Path> files = new ArrayList<>();
  private final List<Integer> labels = new ArrayList<>();

  private ImageFolder(String name, List<String> classes, int size) {
    this.name = name;
    this.classes = List.copyOf(classes);
    this.size = size;
  }

  /**
   * The images of a folder with one folder a class; the classes are in alphabetical order. Folders
   * further down and links are followed; files with other suffixes than .jpg, .jpeg, .png, and
   * hidden ones, are passed over.
   *
   * @param size the height and width of the images that the dataset gives, in pixels
   * @param titles what classes are called, by folder; a folder that is not in it is called by its
   *     own name
   * @throws DataException if a class has no image, or there is no class
   */
  public static ImageFolder of(String name, Path folder, int size, Map<String, String> titles) {
    if (size < 1) {
      throw new IllegalArgumentException(
          "images must be at least 1 pixel wide, received size " + size);
    }
    List<Path> classFolders = classFolders(folder);
    if (classFolders.isEmpty()) {
      throw new DataException("%s should hold one folder a class, it holds none".formatted(folder));
    }
    List<String> classes = classFolders.stream()
        .map(path -> path.getFileName().toString())
        .map(wordNet -> titles.getOrDefault(wordNet, wordNet))
        .toList();
    ImageFolder dataset = new ImageFolder(name, classes, size);
    for (int label = 0; label < classFolders.size(); label++) {
      for (Path file : images(classFolders.get(label))) {
        dataset.files.add(file);
        dataset.labels.add(label);
      }
    }
    return dataset;
  }

  private static List<Path> classFolders(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new DataException("%s is not a folder".formatted(folder));
    }
    try (Stream<Path> entries = Files.list(folder)) {
      return entries
          .filter(Files::isDirectory)
          .filter(ImageFolder::visible)
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new DataException("cannot list %s: %s".formatted(folder, e.getMessage()), e);
    }
  }

  private static List<Path> images(Path classFolder) {
    List<Path> images;
    try (Stream<Path> entries = Files.walk(classFolder, FileVisitOption.FOLLOW_LINKS)) {
      images = entries
          .filter(path -> !Files.isDirectory(path))
          .filter(ImageFolder::visible)
          .filter(ImageFolder::hasImageSuffix)
          .sorted()
          .toList();
    } catch (IOException | UncheckedIOException e) {
      throw new DataException("cannot list %s: %s".formatted(classFolder, e.getMessage()), e);
    }
    if (images.isEmpty()) {
      throw new DataException("class folder %s holds no image (%s); fill it or remove it"
          .formatted(classFolder, String.join(", ", SUFFIXES)));
    }
    return images;
  }

  private static boolean visible(Path path) {
    return !path.getFileName().toString().startsWith(".");
  }

  private static boolean hasImageSuffix(Path path) {
    String file = path.getFileName().toString().toLowerCase(Locale.ROOT);
    return SUFFIXES.stream().anyMatch(file::endsWith);
  }

  /**
   * A whole dataset: {@code train/} and {@code val/}, and {@code test/} if there is one. The three
   * parts are
   *
   * <ul>
   *   <li>with {@code test/}: as they lie there;
   *   <li>without: {@code val/} is what is reported, so it is the test set, and a tenth of
   *       {@code train/}, at most 10,000 images, is held out for validation;
   *   <li>without {@code train/}: the class folders themselves, a tenth for validation and a tenth
   *       for the test.
   * </ul>
   */
  public static Splits splits(String name, Path folder, int size, Map<String, String> titles) {
    if (!Files.isDirectory(folder.resolve("train"))) {
      return divided(name, of(name, folder, size, titles));
    }
    ImageFolder train = of(name + "/train", folder.resolve("train"), size, titles);
    if (Files.isDirectory(folder.resolve("test"))) {
      return new Splits(
          train,
          alike(train, of(name + "/validation", folder.resolve("val"), size, titles)),
          alike(train, of(name + "/test", folder.resolve("test"), size, titles)));
    }
    StratifiedSplit split = StratifiedSplit.of(train, Math.min(10_000, train.size() / 10), 0);
    return new Splits(
        new Subset(name + "/train", train, split.rest()),
        new Subset(name + "/validation", train, split.heldOut()),
        alike(train, of(name + "/test", folder.resolve("val"), size, titles)));
  }

  private static Splits divided(String name, Dataset whole) {
    StratifiedSplit test = StratifiedSplit.of(whole, whole.size() / 10, 0);
    Dataset others = new Subset(name, whole, test.rest());
    StratifiedSplit validation = StratifiedSplit.of(others, whole.size() / 10, 1);
    return new Splits(
        new Subset(name + "/train", others, validation.rest()),
        new Subset(name + "/validation", others, validation.heldOut()),
        new Subset(name + "/test", whole, test.heldOut()));
  }

  private static Dataset alike(ImageFolder train, ImageFolder other) {
    if (!train.classes.equals(other.classes)) {
      TreeSet<String> missing = new TreeSet<>(train.classes);
      missing.removeAll(other.classes);
      TreeSet<String> unknown = new TreeSet<>(other.classes);
      unknown.removeAll(train.classes);
      throw new DataException("%s should have the classes of %s; missing: %s, unknown: %s"
          .formatted(other.name, train.name, missing, unknown));
    }
    return other;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public List<String> classes() {
    return classes;
  }

  @Override
  public int channels() {
    return 3;
  }

  @Override
  public int height() {
    return size;
  }

  @Override
  public int width() {
    return size;
  }

  @Override
  public int size() {
    return files.size();
  }

  @Override
  public int label(int index) {
    return labels.get(index);
  }

  @Override
  public void read(int index, float[] pixels) {
    Image image = new Image();
    read(index, image);
    if (image.height() != size || image.width() != size) {
      image.resizeShorterSide((int) Math.round(size / CROP_SHARE)).centreCrop(size, size);
    }
    System.arraycopy(image.pixels(), 0, pixels, 0, 3 * size * size);
  }

  @Override
  public void read(int index, Image image) {
    ImageFile.read(files.get(index), image);
  }

  @Override
  public String describe(int index) {
    return files.get(index).toString();
  }
}
