package sevennets.data.delivery;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import sevennets.files.DataException;

/**
 * One published file that is no dataset, such as a checkpoint: fetched whole or not at all, from
 * the first address that gives it, going on where an earlier attempt was cut off.
 *
 * <pre>{@code
 * WebFile file = new WebFile("labels.txt", sum, List.of(java.net.URI.create("https://example.org/labels.txt")));
 * boolean whole = file.is(folder.resolve("labels.txt"));  // its SHA-256 is the one that was asked for
 * }</pre>
 *
 * @param file the name it is kept under
 * @param sum its SHA-256 in lower-case hexadecimal, or as many of its first digits as its publisher
 *     prints; empty if none
 * @param addresses that give this very file
 */
public record WebFile(String file, String sum, List<URI> addresses) {

  /**
   * Fetches the file into a folder, unless it is there.
   *
   * @param byHand what to do when no address gives it, for the message
   * @throws DataException if no address gives it, or it cannot be written
   */
  public Path fetch(Path folder, String byHand, FetchProgress progress) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new DataException("cannot write into %s: %s".formatted(folder, e.getMessage()), e);
    }
    return Download.fetch(source(), folder, byHand, progress);
  }

  /** Whether a file is this one, as far as its sum is known. */
  public boolean is(Path path) {
    try {
      return source().matches(path);
    } catch (IOException e) {
      throw new DataException("cannot read %s: %s".formatted(path, e.getMessage()), e);
    }
  }

  private PublishedFile source() {
    return new PublishedFile(file, PublishedFile.UNKNOWN, sum, addresses);
  }

  /** The SHA-256 of a file, in lower-case hexadecimal. */
  public static String sumOf(Path path) {
    try {
      return Sha256.of(path);
    } catch (IOException e) {
      throw new DataException("cannot read %s: %s".formatted(path, e.getMessage()), e);
    }
  }
}
