package sevennets;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The rooms of the house: which package may import which. A new door is a decision, taken in the
 * table of src/docs/house.md, which is read here.
 */
class RoomsTest {
  /** The second is compiled only in a build with Spark. */
  private static final List<Path> ROOTS =
      List.of(Path.of("src/main/java/sevennets"), Path.of("src/main/spark/sevennets"));

  private static final Path MAP = Path.of("src/docs/house.md");

  /** {@code | `room` | what is in it | may use |}. */
  private static final Pattern ROW =
      Pattern.compile("^\\| `([a-z0-9.]+)` \\| [^|]+ \\| ([^|]+) \\|$", Pattern.MULTILINE);

  private static final Pattern NAME = Pattern.compile("`([a-z0-9.]+)`");

  /** By room, from the lowest up, the rooms that it may use. */
  private static final Map<String, Set<String>> MAY_IMPORT = table();

  private static Map<String, Set<String>> table() {
    Map<String, Set<String>> rooms = new LinkedHashMap<>();
    Matcher row = ROW.matcher(read(MAP));
    while (row.find()) {
      Set<String> named = new TreeSet<>();
      Matcher name = NAME.matcher(row.group(2));
      while (name.find()) named.add(name.group(1));
      Set<String> allowed = named;
      if (row.group(2).startsWith("all above")) {
        allowed = new TreeSet<>(rooms.keySet());
        allowed.removeAll(named);
      }
      rooms.put(row.group(1), allowed);
    }
    return rooms;
  }

  /** What stands below every room. */
  private static final Set<String> FOR_ALL = Set.of("files", "names");

  /** A mention of one of our packages, in an import or spelled out in the code. */
  private static final Pattern MENTION = Pattern.compile("\\bsevennets\\.((?:[a-z0-9]+\\.)+)");

  /** What names a package without using it: its own files' first line too. */
  private static final Pattern NO_CODE = Pattern.compile(
      "/\\*.*?\\*/|//[^\\n]*|\"(?:\\\\.|[^\"\\\\\\n])*\"|\\bpackage [^;]*;", Pattern.DOTALL);

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
  void noDoorLeadsBackUp() {
    List<String> order = List.copyOf(MAY_IMPORT.keySet());
    MAY_IMPORT.forEach((room, used) -> assertThat(order.subList(0, order.indexOf(room)))
        .as("the rooms above '%s' in the table", room)
        .containsAll(used));
  }

  @Test
  void everyRoomSaysWhatItIs() {
    assertThat(sources().stream().map(Path::getParent).distinct())
        .allSatisfy(room -> assertThat(room.resolve("package-info.java")).exists());
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
    assertThat(mentions("package sevennets.data.delivery;")).isEmpty();
  }

  private static Set<String> mentions(String source) {
    Matcher matcher = MENTION.matcher(NO_CODE.matcher(source).replaceAll(""));
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
}
