package sevennets.train;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Which code decides on a run's numbers: a sum over the compiled classes of each room that does.
 * Two versions with the same sums train to the same bit; with other sums they may not, if only a
 * comment has moved a line.
 */
final class CodeDigest {
  private static final String PREFIX = "code.";
  private static final List<String> ROOMS =
      List.of("data", "graph", "kernels", "models", "ops", "train");
  private static final Map<String, String> HERE = compute();

  private CodeDigest() {}

  /** {@code code.ROOM} to a sum, as run.properties keeps them. */
  static Map<String, String> here() {
    return HERE;
  }

  /** The rooms whose code is not that of the run; none if the run does not say. */
  static List<String> changed(Map<String, String> before) {
    if (before.keySet().stream().noneMatch(name -> name.startsWith(PREFIX))) {
      return List.of();
    }
    return ROOMS.stream()
        .filter(room ->
            !HERE.getOrDefault(PREFIX + room, "").equals(before.getOrDefault(PREFIX + room, "")))
        .toList();
  }

  private static Map<String, String> compute() {
    try {
      Path classes = Path.of(
          CodeDigest.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      if (Files.isDirectory(classes)) {
        return sums(classes.resolve("sevennets"));
      }
      try (FileSystem jar = FileSystems.newFileSystem(classes)) {
        return sums(jar.getPath("sevennets"));
      }
    } catch (URISyntaxException | IOException e) {
      throw new IllegalStateException(
          "cannot read the program's own classes: " + e.getMessage(), e);
    }
  }

  private static Map<String, String> sums(Path root) {
    Map<String, String> sums = new TreeMap<>();
    for (String room : ROOMS) {
      if (Files.isDirectory(root.resolve(room))) {
        sums.put(PREFIX + room, sum(root.resolve(room)));
      }
    }
    return sums;
  }

  private static String sum(Path room) {
    try (Stream<Path> files = Files.walk(room)) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (Path file : files
          .filter(file -> file.toString().endsWith(".class"))
          .sorted((a, b) -> a.toString().compareTo(b.toString()))
          .toList()) {
        digest.update(file.getFileName().toString().getBytes());
        digest.update(Files.readAllBytes(file));
      }
      return HexFormat.of().formatHex(digest.digest(), 0, 8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
