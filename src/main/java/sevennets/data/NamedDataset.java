package sevennets.data;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A dataset that has a name, and a folder of that name in the data folder. */
public final class NamedDataset {
  private final String name;
  private final String title;
  private final int size;
  private final Delivery delivery;
  private final Reader reader;

  /** Reads a dataset's parts from its folder. */
  interface Reader {
    Splits read(Path root, int size);
  }

  /**
   * A dataset of that name.
   *
   * @param size the height and width of its images in pixels, unless another is asked for
   */
  NamedDataset(String name, String title, int size, Delivery delivery, Reader reader) {
    this.name = name;
    this.title = title;
    this.size = size;
    this.delivery = delivery;
    this.reader = reader;
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
   * Brings the dataset into the data folder, from the network or from what was put there by hand. Does nothing if it is there
   * and whole.
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
   * @param from an archive that was brought by hand or, for a dataset of several files, their folder
   * @throws DataException if it is not the dataset's, or cannot be written
   */
  public void fetchFrom(Path from) {
    fetch(from, FetchProgress.none());
  }

  /** Reads the dataset; one that was put into its folder as an archive is unpacked first. */
  Splits load(int askedSize) {
    if (!isThere() && delivery.isBrought(folder())) {
      fetch(null, FetchProgress.none());
    }
    requireThere();
    return reader.read(delivery.root(folder()), askedSize);
  }

  Splits load() {
    return load(size);
  }

  private boolean isWhole() {
    try {
      verify();
      return true;
    } catch (DataException broken) {
      return false;
    }
  }

  private void fetch(Path from, FetchProgress progress) {
    Path folder = DataFolder.root().resolve(name);
    try {
      Files.createDirectories(folder);
      try (FileChannel channel = FileChannel.open(folder.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          FileLock lock = lock(channel)) {
        if (lock == null) {
          throw new DataException("another process is fetching %s into %s; wait for it".formatted(name, folder));
        }
        delivery.fetch(name, folder, from, progress);
      }
    } catch (IOException e) {
      throw new DataException("cannot write into %s: %s; name another data folder with SEVENNETS_DATA=FOLDER"
          .formatted(folder, reason(e)), e);
    }
  }

  private static FileLock lock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  private void requireThere() {
    if (!isThere()) {
      throw new DataException("%s is not in %s; %s".formatted(name, folder(), delivery.advice(name, folder())));
    }
  }

  private String mend() {
    return "fetch it again with `./lab data fetch %s`".formatted(name);
  }

  /** The platform's messages are often no more than the path. */
  private static String reason(IOException e) {
    boolean bare = e instanceof FileSystemException failure && failure.getReason() == null;
    return bare ? e.getClass().getSimpleName().replace("Exception", "") + " " + e.getMessage() : e.getMessage();
  }
}
