package sevennets.data;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A file that a dataset is made of, and where it can be had.
 *
 * @param file the name under which it is published
 * @param bytes its length
 * @param sha256 its sum, in lower-case hexadecimal
 * @param mirrors addresses that give this very file, the authors' own first
 */
record Source(String file, long bytes, String sha256, List<URI> mirrors) {

  /** A file that lies under the same name in several folders. */
  static Source of(String file, long bytes, String sha256, String... folders) {
    return new Source(
        file,
        bytes,
        sha256,
        List.of(folders).stream().map(folder -> URI.create(folder + file)).toList());
  }

  /** Whether a file is there and is this one. */
  boolean matches(Path path) throws IOException {
    return Files.isRegularFile(path)
        && Files.size(path) == bytes
        && Sha256.of(path).equals(sha256);
  }

  /**
   * Refuses a file that is not this one.
   *
   * @throws DataException with what was expected and what was found
   */
  void require(Path path) throws IOException {
    if (!Files.isRegularFile(path)) {
      throw new DataException("there is no file " + path);
    }
    if (!matches(path)) {
      throw new DataException("%s is not %s: it has %,d bytes, SHA-256 %s"
          .formatted(path, this, Files.size(path), Sha256.of(path)));
    }
  }

  /** What to look for when the file is brought by hand. */
  @Override
  public String toString() {
    return "%s (%,d bytes, SHA-256 %s)".formatted(file, bytes, sha256);
  }
}
