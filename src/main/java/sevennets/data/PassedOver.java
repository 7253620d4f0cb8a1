package sevennets.data;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What a folder holds besides the images that are read, and why it was passed over. */
final class PassedOver {
  private static final int NAMED = 3;

  private final Map<String, Set<Path>> byReason = new LinkedHashMap<>();

  void add(Path path, String reason) {
    byReason.computeIfAbsent(reason, r -> new LinkedHashSet<>()).add(path);
  }

  /** One remark a reason: {@code passed over 4, no images: Thumbs.db, a.txt, b.txt and 1 more}. */
  List<String> remarks() {
    return byReason.entrySet().stream()
        .map(entry -> "passed over %,d, %s: %s"
            .formatted(entry.getValue().size(), entry.getKey(), names(entry.getValue())))
        .toList();
  }

  private static String names(Set<Path> paths) {
    String first = paths.stream()
        .limit(NAMED)
        .map(path -> path.getFileName().toString())
        .collect(Collectors.joining(", "));
    return paths.size() <= NAMED ? first : "%s and %,d more".formatted(first, paths.size() - NAMED);
  }
}
