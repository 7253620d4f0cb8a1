package sevennets.data.delivery;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import sevennets.files.AtomicFile;
import sevennets.files.Bytes;
import sevennets.files.DataException;
import sevennets.files.UserPath;

/**
 * The files of a dataset's folder with their sums: a file {@code SHA256SUMS} as {@code sha256sum}
 * writes and checks it.
 *
 * <pre>{@code
 * Manifest.write(folder, List.of("labels.csv"));
 * Manifest.of(folder, "fetch it again").verify();  // a DataException if a file is not what it was
 * }</pre>
 */
public final class Manifest {
  public static final String FILE = "SHA256SUMS";

  private final Path folder;
  private final String mend;
  private final Map<String, String> sums;

  private Manifest(Path folder, String mend, Map<String, String> sums) {
    this.folder = folder;
    this.mend = mend;
    this.sums = sums;
  }

  /**
   * Reads a folder's manifest.
   *
   * @param mend the command that brings the files back, for messages
   */
  public static Manifest of(Path folder, String mend) {
    Path file = folder.resolve(FILE);
    if (!Files.exists(file)) {
      throw new DataException("%s is missing; %s".formatted(file, mend));
    }
    Map<String, String> sums = new LinkedHashMap<>();
    try {
      for (String line : Bytes.text(file).lines().toList()) {
        String[] parts = line.strip().split("\\s+\\*?", 2);
        if (parts.length != 2 || !parts[0].matches("[0-9a-f]{64}") || !UserPath.isOne(parts[1])) {
          throw new DataException(
              "%s should hold lines of a SHA-256 sum and a file's name, it holds '%s'; %s"
                  .formatted(file, line, mend));
        }
        sums.put(parts[1], parts[0]);
      }
    } catch (CharacterCodingException e) {
      throw new DataException("%s should be text in UTF-8; %s".formatted(file, mend), e);
    } catch (IOException e) {
      throw new DataException("cannot read %s: %s; %s".formatted(file, e.getMessage(), mend), e);
    }
    return new Manifest(folder, mend, sums);
  }

  /** Writes the manifest of files as they lie in a folder now. */
  public static void write(Path folder, Iterable<String> names) throws IOException {
    StringBuilder lines = new StringBuilder();
    for (String name : names) {
      lines.append(Sha256.of(folder.resolve(name))).append("  ").append(name).append('\n');
    }
    AtomicFile.write(
        folder.resolve(FILE), out -> out.write(lines.toString().getBytes(StandardCharsets.UTF_8)));
  }

  /** The names of the files. */
  public Iterable<String> names() {
    return sums.keySet();
  }

  /** The bytes of one file, which have the sum that they should. */
  public byte[] read(String name) {
    Path file = present(name);
    try {
      byte[] bytes = Bytes.of(file);
      check(file, sums.get(name), Sha256.of(bytes), bytes.length);
      return bytes;
    } catch (IOException e) {
      throw new DataException("cannot read %s: %s; %s".formatted(file, e.getMessage(), mend), e);
    }
  }

  /** Checks every file against its sum. */
  public void verify() {
    for (String name : sums.keySet()) {
      Path file = present(name);
      try {
        check(file, sums.get(name), Sha256.of(file), Files.size(file));
      } catch (IOException e) {
        throw new DataException("cannot read %s: %s; %s".formatted(file, e.getMessage(), mend), e);
      }
    }
  }

  private Path present(String name) {
    Path file = folder.resolve(name);
    if (!sums.containsKey(name)) {
      throw new DataException(
          "%s does not list %s; %s".formatted(folder.resolve(FILE), name, mend));
    }
    if (!Files.isRegularFile(file)) {
      throw new DataException("%s is missing: expected a file with SHA-256 %s; %s"
          .formatted(file, sums.get(name), mend));
    }
    return file;
  }

  private void check(Path file, String expected, String found, long bytes) {
    if (!found.equals(expected)) {
      throw new DataException(
          "%s is truncated or altered: expected SHA-256 %s, found %s in %,d bytes; %s"
              .formatted(file, expected, found, bytes, mend));
    }
  }
}
