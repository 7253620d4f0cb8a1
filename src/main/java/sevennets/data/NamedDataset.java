package sevennets.data;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;
import sevennets.data.delivery.Delivery;
import sevennets.data.delivery.FetchProgress;
import sevennets.files.DataException;
import sevennets.files.FolderLock;

/**
 * A dataset that has a name, and a folder of that name in the data folder.
 *
 * <pre>{@code
 * NamedDataset cifar = Datasets.named("cifar10");
 * if (!cifar.isThere()) cifar.fetch(FetchProgress.none());
 * }</pre>
 */
public final class NamedDataset {
  private final String name;
  private final String title;
  private final int size;
  private final boolean scaled;
  private final Delivery delivery;
  private final Reader reader;

  /** Reads the parts of a dataset of photographs, which are scaled to a size. */
  interface Reader {
    Splits read(Path root, int size);
  }

  private NamedDataset(
      String name, String title, int size, boolean scaled, Delivery delivery, Reader reader) {
    this.name = name;
    this.title = title;
    this.size = size;
    this.scaled = scaled;
    this.delivery = delivery;
    this.reader = reader;
  }

  /** A dataset of images of {@code size x size} pixels. */
  static NamedDataset ofImages(
      String name, String title, int size, Delivery delivery, Function<Path, Splits> reader) {
    return new NamedDataset(
        name, title, size, false, delivery, (root, asked) -> reader.apply(root));
  }

  /**
   * A dataset of photographs, scaled to {@code size x size} pixels unless another size is asked
   * for.
   */
  static NamedDataset ofPhotographs(
      String name, String title, int size, Delivery delivery, Reader reader) {
    return new NamedDataset(name, title, size, true, delivery, reader);
  }

  /** What it is called on the command line and in a notebook. */
  public String name() {
    return name;
  }

  /** What it is, in one line. */
  public String title() {
    return title;
  }

  /** Its folder in the data folder: where it is, or would be fetched to. */
  public Path folder() {
    return DataFolder.of(name);
  }

  /** Whether its files are there; their sums are not computed. */
  public boolean isThere() {
    return delivery.isThere(folder());
  }

  /**
   * Checks every file against its sum.
   *
   * @throws DataException if a file is missing, truncated or altered
   */
  public void verify() {
    requireThere();
    delivery.verify(delivery.root(folder()), mend());
  }

  /**
   * Brings the dataset into the data folder, from the network or from what was put there by hand.
   * Does nothing if it is there and whole.
   *
   * @throws DataException if it cannot be had or written
   */
  public void fetch(FetchProgress progress) {
    if (!isWhole()) {
      fetch(null, progress);
    }
  }

  /**
   * Brings the dataset into the data folder.
   *
   * @param from an archive that was brought by hand or, for a dataset of several files, their
   *     folder
   * @throws DataException if it is not the dataset's, or cannot be written
   */
  public void fetchFrom(Path from) {
    fetch(from, FetchProgress.none());
  }

  /** Reads the dataset in another size than its own. */
  Splits load(int askedSize) {
    if (askedSize != size && !scaled) {
      throw new IllegalArgumentException(
          "the images of %s are %dx%d and do not come in size %d; only photographs are scaled"
              .formatted(name, size, size, askedSize));
    }
    return read(askedSize);
  }

  /** Reads the dataset. */
  Splits load() {
    return read(size);
  }

  private Splits read(int askedSize) {
    // Whoever brought an archive by hand need not say so.
    if (!isThere() && delivery.isBrought(folder())) {
      fetch(null, FetchProgress.none());
    }
    requireThere();
    return reader.read(delivery.root(folder()), askedSize);
  }

  private boolean isWhole() {
    try {
      verify();
      return true;
    } catch (DataException broken) {
      return false;
    }
  }

  @SuppressWarnings("try") // the lock is held, not used
  private void fetch(Path from, FetchProgress progress) {
    Path folder = DataFolder.root().resolve(name);
    try {
      Files.createDirectories(folder);
      try (FolderLock lock = FolderLock.take(folder, ".lock")) {
        delivery.fetch(name, folder, from, progress);
      }
    } catch (FolderLock.Held e) {
      throw new DataException(
          "%s is fetching %s into %s; wait until it has ended"
              .formatted(e.getMessage(), name, folder),
          e);
    } catch (IOException e) {
      throw new DataException(
          "cannot write into %s: %s; name another data folder with SEVENNETS_DATA=FOLDER"
              .formatted(folder, reason(e)),
          e);
    }
  }

  private void requireThere() {
    if (!isThere()) {
      throw new DataException(
          "%s is not in %s; %s".formatted(name, folder(), delivery.advice(name, folder())));
    }
  }

  private String mend() {
    return "fetch it again with `./lab data fetch %s`".formatted(name);
  }

  /**
   * Without the path, which the sentence has already; the platform gives some failures no other
   * words than their type.
   */
  private static String reason(IOException e) {
    if (e instanceof FileSystemException failure) {
      return failure.getReason() != null
          ? failure.getReason()
          : e.getClass().getSimpleName().replace("Exception", "");
    }
    return e.getMessage();
  }
}
