package sevennets;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/** ZIP files that somebody has tampered with. */
public final class Crafted {
  private Crafted() {}

  /** A file's entries, in their order. */
  public static Map<String, byte[]> entries(Path file) throws IOException {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    try (ZipFile zip = new ZipFile(file.toFile())) {
      for (ZipEntry entry : zip.stream().toList())
        entries.put(entry.getName(), zip.getInputStream(entry).readAllBytes());
    }
    return entries;
  }

  /** A file with such entries, stored as they are. */
  public static Path zip(Path file, Map<String, byte[]> entries) throws IOException {
    return zip(file, entries, Deflater.NO_COMPRESSION);
  }

  /** A file with such entries, made as small as can be. */
  public static Path squeezed(Path file, Map<String, byte[]> entries) throws IOException {
    return zip(file, entries, Deflater.BEST_COMPRESSION);
  }

  private static Path zip(Path file, Map<String, byte[]> entries, int level) throws IOException {
    try (OutputStream out = Files.newOutputStream(file);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.setLevel(level);
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        zip.putNextEntry(new ZipEntry(entry.getKey()));
        zip.write(entry.getValue());
        zip.closeEntry();
      }
    }
    return file;
  }

  /** A copy of a file in which one entry is another, or one more. */
  public static Path with(Path file, String entry, byte[] content) throws IOException {
    Map<String, byte[]> entries = entries(file);
    entries.put(entry, content);
    return zip(file.resolveSibling("crafted.zip"), entries);
  }
}
