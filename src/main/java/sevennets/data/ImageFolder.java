package sevennets.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.IntStream;
import sevennets.data.FolderParts.Part;
import sevennets.files.DataException;

/**
 * Photographs in one folder a class, as ImageNet and Imagenette come:
 * {@code n01440764/ILSVRC2012_val_00000293.JPEG}. Decoded when they are read; what an augmentation
 * gets is the whole photograph.
 *
 * <p>{@link #read(int, float[])} gives the middle: the shorter side scaled to {@code size / 0.875}
 * (256 for 224), then a crop of {@code size x size}; a photograph that has this size already is
 * left as it is.
 *
 * <pre>{@code
 * Splits data = ImageFolder.splits("photos", Path.of("photos"), 3, Map.of());  // photos/CLASS/FILE
 * }</pre>
 */
public final class ImageFolder implements Dataset {
  private static final int MOST_FOR_VALIDATION = 10_000;

  private final String name;
  private final List<String> classes;
  private final Path folder;
  private final int size;
  private final boolean upright;
  private final List<Path> files = new ArrayList<>();
  private final List<Integer> labels = new ArrayList<>();

  private ImageFolder(String name, List<String> classes, Path folder, int size, boolean upright) {
    if (size < 1) {
      throw new IllegalArgumentException(
          "images must be at least 1 pixel wide, received size " + size);
    }
    this.name = name;
    this.classes = List.copyOf(classes);
    this.folder = folder;
    this.size = size;
    this.upright = upright;
  }

  /**
   * The images of a folder with one folder a class; the classes are in alphabetical order. Which
   * files are images, {@link FolderListing} says.
   *
   * @param size the height and width of the images that the dataset gives, in pixels
   * @param titles what classes are called, by folder; a folder that is not in it is called by its
   *     own name
   * @throws DataException if a class has no image, or there is no class
   */
  public static ImageFolder of(String name, Path folder, int size, Map<String, String> titles) {
    return new Reading(size, titles, FolderOptions.STRICT).part(name, folder);
  }

  /** As {@link #splits(String, Path, int, Map, FolderOptions)}, with nothing wrong. */
  public static Splits splits(String name, Path folder, int size, Map<String, String> titles) {
    return splits(name, folder, size, titles, FolderOptions.STRICT);
  }

  /**
   * A whole dataset: folders for training, validation and test in whatever spelling
   * ({@link FolderParts}), or the class folders themselves. The three parts are
   *
   * <ul>
   *   <li>with {@code train}, {@code val} and {@code test}: as they lie there;
   *   <li>with {@code train} and {@code test}: as they lie there, and a tenth of the training
   *       images, at most 10,000 and at least 1, is held out for validation;
   *   <li>with {@code train} and {@code val}: the latter is what is reported, so it is the test
   *       set, and validation is held out as above;
   *   <li>with one folder or the classes alone: a tenth for validation and a tenth for the test.
   * </ul>
   *
   * @throws DataException if the classes of the parts differ, or there are too few images
   */
  public static Splits splits(
      String name, Path folder, int size, Map<String, String> titles, FolderOptions options) {
    Reading reading = new Reading(size, titles, options);
    FolderParts parts = FolderParts.of(folder, reading.passedOver);
    if (!parts.root().equals(folder)) {
      reading.remarks.add("read from " + parts.root());
    }
    Splits splits = reading.splits(name, parts);
    reading.remarks.addAll(reading.passedOver.remarks());
    return splits.remarking(reading.remarks);
  }

  /** One look at a folder, and what was noticed. */
  private static final class Reading {
    private final int size;
    private final Map<String, String> titles;
    private final FolderOptions options;
    private final PassedOver passedOver = new PassedOver();
    private final List<String> remarks = new ArrayList<>();

    Reading(int size, Map<String, String> titles, FolderOptions options) {
      this.size = size;
      this.titles = titles;
      this.options = options;
    }

    ImageFolder part(String name, Path folder) {
      FolderListing listing = new FolderListing(passedOver);
      List<Path> classFolders = listing.folders(folder);
      if (classFolders.isEmpty()) {
        throw new DataException(
            "%s should hold one folder a class, it holds none".formatted(folder));
      }
      List<String> classes = classFolders.stream().map(this::title).toList();
      ImageFolder dataset = new ImageFolder(name, classes, folder, size, options.upright());
      for (int label = 0; label < classFolders.size(); label++) {
        List<Path> images = images(listing, classFolders.get(label));
        for (Path file : images) {
          dataset.files.add(file);
          dataset.labels.add(label);
        }
      }
      return options.skipBad() ? dataset.withoutBad(passedOver) : dataset;
    }

    private String title(Path classFolder) {
      String folder = classFolder.getFileName().toString();
      return titles.getOrDefault(folder, folder);
    }

    private List<Path> images(FolderListing listing, Path classFolder) {
      List<Path> images = listing.images(classFolder);
      if (images.isEmpty() && !options.emptyClasses()) {
        throw new DataException(
            "class folder %s holds no image (%s); fill it, remove it, or allow it with --empty-classes"
                .formatted(classFolder, ImageFormat.readable()));
      }
      return images;
    }

    Splits splits(String name, FolderParts parts) {
      if (parts.folder(Part.TRAIN).isEmpty()) {
        return divided(name, part(name, parts.root()));
      }
      ImageFolder train = part(name + "/train", parts.folder(Part.TRAIN).get());
      if (parts.folders().size() == 1) {
        return divided(name, train);
      }
      Path reported =
          parts.folder(Part.TEST).or(() -> parts.folder(Part.VALIDATION)).get();
      Dataset test = alike(train, part(name + "/test", reported));
      if (parts.folders().size() == Part.values().length) {
        Path validation = parts.folder(Part.VALIDATION).get();
        return new Splits(train, alike(train, part(name + "/validation", validation)), test);
      }
      StratifiedSplit split = StratifiedSplit.holdOut(train, tenth(train), 0);
      return new Splits(
          new Subset(name + "/train", train, split.rest()),
          new Subset(name + "/validation", train, split.heldOut()),
          test);
    }

    private Dataset alike(ImageFolder train, ImageFolder other) {
      TreeSet<String> missing = new TreeSet<>(train.classes);
      missing.removeAll(other.classes);
      TreeSet<String> unknown = new TreeSet<>(other.classes);
      unknown.removeAll(train.classes);
      if (!unknown.isEmpty() || !missing.isEmpty() && !options.emptyClasses()) {
        throw new DataException("%s should have the classes of %s; missing: %s, unknown: %s"
            .formatted(other.name, train.name, missing, unknown));
      }
      return other.labelledAs(train.classes);
    }
  }

  private static int tenth(Dataset images) {
    return Math.max(1, Math.min(MOST_FOR_VALIDATION, images.size() / 10));
  }

  private static Splits divided(String name, Dataset whole) {
    long classes = IntStream.range(0, whole.size()).map(whole::label).distinct().count();
    if (whole.size() < classes + 2) {
      throw StratifiedSplit.tooFew(whole);
    }
    int tenth = Math.max(1, whole.size() / 10);
    StratifiedSplit test = StratifiedSplit.holdOut(whole, tenth, 0);
    Dataset others = new Subset(name, whole, test.rest());
    StratifiedSplit validation = StratifiedSplit.holdOut(others, tenth, 1);
    return new Splits(
        new Subset(name + "/train", others, validation.rest()),
        new Subset(name + "/validation", others, validation.heldOut()),
        new Subset(name + "/test", whole, test.heldOut()));
  }

  /** The same images, with the labels that their classes have in another list. */
  private ImageFolder labelledAs(List<String> wanted) {
    if (wanted.equals(classes)) {
      return this;
    }
    ImageFolder dataset = new ImageFolder(name, wanted, folder, size, upright);
    dataset.files.addAll(files);
    labels.forEach(label -> dataset.labels.add(wanted.indexOf(classes.get(label))));
    return dataset;
  }

  private ImageFolder withoutBad(PassedOver passedOver) {
    List<String> faults = FolderCheck.faults(files);
    ImageFolder dataset = new ImageFolder(name, classes, folder, size, upright);
    for (int i = 0; i < files.size(); i++) {
      if (faults.get(i).isEmpty()) {
        dataset.files.add(files.get(i));
        dataset.labels.add(labels.get(i));
      } else {
        passedOver.add(files.get(i), "can't be read");
      }
    }
    return dataset;
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
      CentreCrop.ofPhotograph(size).apply(image);
    }
    System.arraycopy(image.pixels(), 0, pixels, 0, 3 * size * size);
  }

  @Override
  public void read(int index, Image image) {
    ImageFile.read(files.get(index), image, upright);
  }

  @Override
  public boolean variesInSize() {
    return true;
  }

  @Override
  public String describe(int index) {
    return files.get(index).toString();
  }

  @Override
  public String identity(int index) {
    return folder.relativize(files.get(index)).toString().replace('\\', '/');
  }
}
