package sevennets.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * What a container may still take of the machine's memory, by Linux's control groups, versions 1
 * and 2. Whoever takes more is killed without a word, whatever the machine has free.
 *
 * @param groups where they are mounted: {@code /sys/fs/cgroup}
 * @param own which this process lies in: {@code /proc/self/cgroup}
 */
record ContainerMemory(Path groups, Path own) {
  private static final String NO_LIMIT = "max";

  /** The limit, the use, and in which line of {@code memory.stat} what could be dropped at once. */
  private record Names(String limit, String use, String droppable) {}

  private static final List<Names> VERSIONS = List.of(
      new Names("memory.max", "memory.current", "inactive_file "),
      new Names("memory.limit_in_bytes", "memory.usage_in_bytes", "total_inactive_file "));

  static ContainerMemory here() {
    return new ContainerMemory(Path.of("/sys/fs/cgroup"), Path.of("/proc/self/cgroup"));
  }

  /** Bytes that the strictest limit leaves; empty where there is none. */
  OptionalLong available() {
    return folders().stream()
        .flatMap(folder -> VERSIONS.stream().map(names -> left(folder, names)))
        .flatMapToLong(OptionalLong::stream)
        .min();
  }

  /** This process's group and all around it: a limit of any of them holds. */
  private List<Path> folders() {
    List<Path> folders = new ArrayList<>();
    for (String line : lines(own)) {
      String[] fields = line.split(":", 3);
      boolean second = fields[0].equals("0");
      if (fields.length < 3 || !second && !Arrays.asList(fields[1].split(",")).contains("memory")) {
        continue;
      }
      Path top = second ? groups : groups.resolve("memory");
      Path inner = top.resolve(fields[2].replaceFirst("^/+", "")).normalize();
      for (; inner != null && inner.startsWith(top); inner = inner.getParent()) {
        folders.add(inner);
      }
    }
    return folders;
  }

  private static OptionalLong left(Path folder, Names names) {
    OptionalLong limit = first(folder.resolve(names.limit));
    OptionalLong use = first(folder.resolve(names.use));
    if (limit.isEmpty() || use.isEmpty()) {
      return OptionalLong.empty();
    }
    long droppable = lines(folder.resolve("memory.stat")).stream()
        .filter(line -> line.startsWith(names.droppable))
        .mapToLong(
            line -> Long.parseLong(line.substring(names.droppable.length()).strip()))
        .findFirst()
        .orElse(0);
    return OptionalLong.of(Math.max(0, limit.getAsLong() - use.getAsLong() + droppable));
  }

  private static OptionalLong first(Path file) {
    return Stream.ofNullable(lines(file))
        .flatMap(List::stream)
        .filter(line -> !line.equals(NO_LIMIT))
        .mapToLong(Long::parseLong)
        .findFirst();
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException absent) {
      return List.of();
    }
  }
}
