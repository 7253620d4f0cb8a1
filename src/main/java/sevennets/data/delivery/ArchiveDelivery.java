package sevennets.data.delivery;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import sevennets.files.DataException;

/**
 * One archive that holds one folder. It is checked, unpacked beside the place, given a manifest,
 * and put into place in one step; then the archive is no longer needed. What a killed run left
 * behind is swept away by the next.
 *
 * <pre>{@code
 * PublishedFile archive = PublishedFile.of("digits.tar.gz", PublishedFile.UNKNOWN, sum, "https://example.org/");
 * Delivery digits = new ArchiveDelivery(archive, "digits", new TarGz(1 << 30, 100));
 * digits.fetch("digits", folder, Path.of("digits.tar.gz"), FetchProgress.none());  // brought by hand
 * }</pre>
 *
 * @param source the archive
 * @param root the folder that it holds
 * @param unpacking what it may hold at most
 * @param other another archive with the same images, which people have in its place
 */
public record ArchiveDelivery(
    PublishedFile source, String root, TarGz unpacking, Optional<OtherForm> other)
    implements Delivery {
  private static final String UNPACKING = ".unpacking";

  /**
   * An archive that is taken if it is brought by hand, and never fetched.
   *
   * @param source the archive
   * @param root the folder that it holds
   * @param conversion into the files that the delivery's own archive holds
   */
  public record OtherForm(PublishedFile source, String root, Conversion conversion) {}

  /** Writes the files of a folder in another form. */
  @FunctionalInterface
  public interface Conversion {
    void convert(Path from, Path to) throws IOException;
  }

  /** An archive in one form. */
  public ArchiveDelivery(PublishedFile source, String root, TarGz unpacking) {
    this(source, root, unpacking, Optional.empty());
  }

  @Override
  public boolean isThere(Path folder) {
    return Files.isRegularFile(root(folder).resolve(Manifest.FILE));
  }

  @Override
  public boolean isBrought(Path folder) {
    return Files.isRegularFile(folder.resolve(source.file()));
  }

  @Override
  public Path root(Path folder) {
    return folder.resolve(root);
  }

  @Override
  public void fetch(String dataset, Path folder, Path from, FetchProgress progress)
      throws IOException {
    requireSpace(folder, unpacking.maxBytes() + (from == null ? source.bytes() : 0));
    if (from != null && Files.isDirectory(from)) {
      installFolder(from, folder);
      return;
    }
    if (from != null && isOther(from)) {
      unpack(from, folder, other.get().root());
      convert(folder.resolve(UNPACKING).resolve(other.get().root()), folder);
      return;
    }
    if (from != null) {
      source.require(from);
      install(from, folder);
      return;
    }
    Path archive = Download.fetch(source, folder, byHand(dataset, folder), progress);
    install(archive, folder);
    Files.delete(archive);
  }

  @Override
  public String byHand(String dataset, Path folder) {
    return "get %s from %s by other means and hand it over with `./lab data fetch %s --from FILE` or put it into %s"
        .formatted(source, source.mirrors().get(0), dataset, folder);
  }

  private static void requireSpace(Path folder, long bytes) throws IOException {
    FileStore disk = Files.getFileStore(folder);
    if (disk.getUsableSpace() < bytes) {
      throw new DataException(
          "%s has %,d MB free, up to %,d MB are needed; free some, or name a folder on another disk with "
                  .formatted(folder, disk.getUsableSpace() >> 20, bytes >> 20)
              + "SEVENNETS_DATA=FOLDER");
    }
  }

  private boolean isOther(Path archive) throws IOException {
    return other.isPresent() && other.get().source().matches(archive);
  }

  private void install(Path archive, Path folder) throws IOException {
    unpack(archive, folder, root);
    putInPlace(folder.resolve(UNPACKING), folder);
  }

  private void unpack(Path archive, Path folder, String root) throws IOException {
    Path temporary = folder.resolve(UNPACKING);
    deleteTree(temporary);
    Files.createDirectory(temporary);
    unpacking.unpack(archive, temporary);
    if (!Files.isDirectory(temporary.resolve(root))) {
      throw new DataException("%s should hold a folder %s, it does not".formatted(archive, root));
    }
  }

  /** The archive's folder, or one that holds it. Its files have no sums that are published. */
  private void installFolder(Path from, Path folder) throws IOException {
    Optional<Path> own = folder(from, root);
    Optional<Path> others = other.flatMap(form -> folder(from, form.root()));
    if (own.isEmpty() && others.isEmpty()) {
      throw new DataException("%s should be the folder %s, or hold it; it holds neither that nor %s"
          .formatted(
              from, other.map(form -> root + " or " + form.root()).orElse(root), source.file()));
    }
    Path temporary = folder.resolve(UNPACKING);
    deleteTree(temporary);
    if (own.isEmpty()) {
      convert(others.get(), folder);
      return;
    }
    List<String> files = files(own.get());
    if (files.isEmpty()) {
      throw new DataException(
          "%s is empty; it should hold what %s unpacks to".formatted(own.get(), source.file()));
    }
    for (String file : files) {
      Path to = temporary.resolve(root).resolve(file);
      Files.createDirectories(to.getParent());
      Files.copy(own.get().resolve(file), to);
    }
    putInPlace(temporary, folder);
  }

  private static Optional<Path> folder(Path from, String root) {
    Path folder = from.toAbsolutePath().normalize().endsWith(root) ? from : from.resolve(root);
    return Optional.of(folder).filter(Files::isDirectory);
  }

  private void convert(Path unpacked, Path folder) throws IOException {
    Path temporary = folder.resolve(UNPACKING);
    other.get().conversion().convert(unpacked, Files.createDirectories(temporary.resolve(root)));
    putInPlace(temporary, folder);
  }

  private void putInPlace(Path temporary, Path folder) throws IOException {
    Path unpacked = temporary.resolve(root);
    Manifest.write(unpacked, files(unpacked));
    deleteTree(root(folder));
    Files.move(unpacked, root(folder), StandardCopyOption.ATOMIC_MOVE);
    deleteTree(temporary);
  }

  private static List<String> files(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile)
          .map(file -> folder.relativize(file).toString().replace('\\', '/'))
          .sorted()
          .toList();
    }
  }

  private static void deleteTree(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    List<Path> deepestFirst;
    try (Stream<Path> all = Files.walk(folder)) {
      deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : deepestFirst) {
      Files.delete(path);
    }
  }
}
