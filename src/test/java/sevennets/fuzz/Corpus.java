package sevennets.fuzz;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * What every kind is tried with: its seeds, and {@code corpus.zip}, an entry {@code KIND/NAME} for
 * each input that was a finding once or that led Jazzer into code which no other reaches.
 */
final class Corpus {
  private Corpus() {}

  /** The inputs of a kind. */
  static List<byte[]> of(String name, Kind kind) throws IOException {
    List<byte[]> inputs = new ArrayList<>(kind.seeds());
    entries().forEach((entry, input) -> {
      if (entry.startsWith(name + "/")) inputs.add(input);
    });
    return inputs;
  }

  /** Those that are kept. */
  static Map<String, byte[]> entries() throws IOException {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    try (InputStream in = Corpus.class.getResourceAsStream("corpus.zip");
        ZipInputStream zip = new ZipInputStream(in)) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry())
        entries.put(entry.getName(), zip.readAllBytes());
    }
    return entries;
  }
}
