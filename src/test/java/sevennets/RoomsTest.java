package sevennets;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The rooms of the house: which package may import which. A new edge is a decision, taken in this
 * table.
 */
class RoomsTest {
  /** The second is compiled only in a build with Spark. */
  private static final List<Path> ROOTS =
      List.of(Path.of("src/main/java/sevennets"), Path.of("src/main/spark/sevennets"));

  private static final Map<String, Set<String>> MAY_IMPORT = Map.ofEntries(
      Map.entry("files", Set.of()),
      Map.entry("kernels", Set.of()),
      Map.entry("kernels.nd4j", Set.of("kernels")),
      Map.entry("kernels.onednn", Set.of("kernels", "kernels.nd4j")),
      Map.entry("ops", Set.of("kernels", "kernels.nd4j")),
      Map.entry("graph", Set.of("ops", "kernels", "kernels.nd4j", "kernels.onednn")),
      Map.entry("kernels.cudnn", Set.of("graph", "ops", "kernels")),
      Map.entry("models", Set.of("graph", "ops")),
      Map.entry("analysis", Set.of("graph", "ops", "kernels")),
      Map.entry("data", Set.of()),
      Map.entry("train", Set.of("data", "graph", "analysis")),
      Map.entry("weights", Set.of("data", "graph", "ops")),
      Map.entry(
          "transfer", Set.of("models", "graph", "ops", "explain", "data", "train", "weights")),
      Map.entry("plot", Set.of("analysis")),
      Map.entry("explain", Set.of("graph", "ops", "kernels", "data")),
      Map.entry("claims", Set.of("models", "graph", "ops", "kernels", "train")),
      Map.entry("running", Set.of("claims", "models", "graph", "ops", "data", "train", "analysis")),
      Map.entry("reporting", Set.of("claims", "models", "train", "analysis", "plot")),
      Map.entry("spark", Set.of("running", "train")),
      Map.entry("bench", Set.of("models", "graph", "ops", "kernels", "data", "train", "analysis")),
      Map.entry("cli", allBut("cli", "notebook")),
      Map.entry("notebook", allBut("cli", "notebook")));

  /** What stands below every room. */
  private static final Set<String> FOR_ALL = Set.of("files");

  /** A mention of one of our packages, in an import or spelled out in the code. */
  private static final Pattern MENTION = Pattern.compile("\\bsevennets\\.((?:[a-z0-9]+\\.)+)");

  private static final Pattern COMMENT_OR_TEXT =
      Pattern.compile("/\\*.*?\\*/|//[^\\n]*|\"(?:\\\\.|[^\"\\\\\\n])*\"", Pattern.DOTALL);

  @Test
  void everyEdgeBetweenRoomsIsInTheTable() {
    Set<String> forbidden = new TreeSet<>();
    for (Path file : sources())
      for (String target : mentions(read(file)))
        if (!target.equals(room(file))
            && !FOR_ALL.contains(target)
            && !MAY_IMPORT.getOrDefault(room(file), Set.of()).contains(target))
          forbidden.add("%s -> %s, in %s".formatted(room(file), target, file.getFileName()));
    assertThat(forbidden).isEmpty();
  }

  @Test
  void everyRoomIsInTheTable() {
    assertThat(sources())
        .isNotEmpty()
        .allSatisfy(file -> assertThat(MAY_IMPORT).as("%s", file).containsKey(room(file)));
  }

  @Test
  void spelledOutNameCountsAsAnEdgeAndACommentDoesNot() {
    assertThat(mentions("import sevennets.data.Loader;\nvoid f() { sevennets.graph.Node x; }"))
        .containsExactlyInAnyOrder("data", "graph");
    assertThat(mentions("/** Used by {@link sevennets.cli.Main}. */ // and sevennets.plot.Plots"))
        .isEmpty();
  }

  private static Set<String> mentions(String source) {
    Matcher matcher = MENTION.matcher(COMMENT_OR_TEXT.matcher(source).replaceAll(""));
    Set<String> rooms = new TreeSet<>();
    while (matcher.find()) rooms.add(matcher.group(1).replaceFirst("\\.$", ""));
    return rooms;
  }

  /** Its folder below the root, such as {@code kernels.onednn}. */
  private static String room(Path file) {
    Path root = ROOTS.stream().filter(file::startsWith).findFirst().orElseThrow();
    return root.relativize(file).getParent().toString().replace('/', '.').replace('\\', '.');
  }

  private static List<Path> sources() {
    try (Stream<Path> java = Files.walk(ROOTS.get(0));
        Stream<Path> spark = Files.walk(ROOTS.get(1))) {
      return Stream.concat(java, spark)
          .filter(file -> file.toString().endsWith(".java"))
          .sorted()
          .toList();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static Set<String> allBut(String... rooms) {
    Set<String> all = new TreeSet<>(Set.of(
        "kernels",
        "kernels.cudnn",
        "kernels.nd4j",
        "kernels.onednn",
        "ops",
        "graph",
        "models",
        "analysis",
        "data",
        "train",
        "weights",
        "transfer",
        "plot",
        "explain",
        "claims",
        "running",
        "reporting",
        "bench",
        "cli",
        "notebook"));
    all.removeAll(Set.of(rooms));
    return all;
  }
}
