package sevennets.data.delivery;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import sevennets.files.DataException;

/**
 * A file that a dataset is made of, or a checkpoint, and where it can be had.
 *
 * <pre>{@code
 * PublishedFile labels = PublishedFile.of("labels.csv", PublishedFile.UNKNOWN, sum, "https://example.org/");
 * labels.require(folder.resolve("labels.csv"));  // a DataException if it is another file
 * }</pre>
 *
 * @param file the name under which it is published
 * @param bytes its length, or {@link #UNKNOWN}
 * @param sha256 its sum, in lower-case hexadecimal, or as many of its first digits as are known
 * @param mirrors addresses that give this very file, the authors' own first
 */
public record PublishedFile(String file, long bytes, String sha256, List<URI> mirrors) {
  /** Of a length that only the server knows. */
  public static final long UNKNOWN = -1;

  /** A file that lies under the same name in several folders. */
  public static PublishedFile of(String file, long bytes, String sha256, String... folders) {
    return new PublishedFile(
        file,
        bytes,
        sha256,
        List.of(folders).stream().map(folder -> URI.create(folder + file)).toList());
  }

  /** Whether a file is there and is this one. */
  public boolean matches(Path path) throws IOException {
    return Files.isRegularFile(path)
        && (bytes == UNKNOWN || Files.size(path) == bytes)
        && (sha256.isEmpty() || Sha256.of(path).startsWith(sha256));
  }

  /**
   * Refuses a file that is not this one.
   *
   * @throws DataException with what was expected and what was found
   */
  public void require(Path path) throws IOException {
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
    String sum = sha256.length() == 64 ? "SHA-256 " + sha256 : "SHA-256 beginning with " + sha256;
    if (bytes == UNKNOWN) return sha256.isEmpty() ? file : "%s (%s)".formatted(file, sum);
    return "%s (%,d bytes, %s)".formatted(file, bytes, sum);
  }
}
