package sevennets.reporting;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import sevennets.claims.Ablation;
import sevennets.files.AtomicFile;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * The famous figures of the series' papers, each drawn again from the runs that come with the
 * project, beside what the paper says: agrees, differs, why, and how to run it larger. A figure
 * whose runs are not there says how to make them. In a notebook:
 *
 * <pre>{@code
 * Table all = Museum.stored().table();  // what there is, and what came out
 * Room degradation = Museum.stored().room("ResNet, figures 1 and 6");
 * }</pre>
 */
public final class Museum {

  private static final String TEMPLATE = "museum.html";

  private final Function<Ablation, Report> results;
  private final UnaryOperator<String> notebooks;

  /**
   * @param results where an exhibit's runs are looked up; a report without outcomes is empty
   * @param notebooks the text of a stored notebook by its name; empty where there is none
   */
  Museum(Function<Ablation, Report> results, UnaryOperator<String> notebooks) {
    this.results = results;
    this.notebooks = notebooks;
  }

  /** Of the results that come with the project. */
  public static Museum stored() {
    Path notebooks = Project.folder().resolve("notebooks");
    return new Museum(Results::of, chapter -> FromChapter.read(notebooks, chapter));
  }

  Report report(Ablation ablation) {
    return results.apply(ablation);
  }

  String notebook(String chapter) {
    return notebooks.apply(chapter);
  }

  private Stream<Room> rooms() {
    return Exhibit.all().stream().map(exhibit -> exhibit.evidence().room(exhibit, this));
  }

  /**
   * One famous figure.
   *
   * @param title as {@link #table} has it
   * @throws IllegalArgumentException if none has that title
   */
  public Room room(String title) {
    List<String> titles = Exhibit.all().stream().map(Exhibit::title).toList();
    if (!titles.contains(title))
      throw new IllegalArgumentException(
          "no figure of the museum is called '%s'; there are: %s".formatted(title, titles));
    Exhibit exhibit = Exhibit.all().get(titles.indexOf(title));
    return exhibit.evidence().room(exhibit, this);
  }

  /** A row an exhibit: {@code figure}, what became of it {@code here}. */
  public Table table() {
    List<Room> rooms = rooms().toList();
    return Table.create(
        "museum",
        StringColumn.create("figure", rooms.stream().map(Room::title).toList()),
        StringColumn.create("here", rooms.stream().map(Room::state).toList()));
  }

  /** One page that needs no other file. */
  public String html() {
    String sections = rooms().map(Room::html).collect(Collectors.joining("\n"));
    try (InputStream in = Museum.class.getResourceAsStream(TEMPLATE)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("{exhibits}", sections);
    } catch (IOException e) {
      throw new UncheckedIOException("can't read " + TEMPLATE + " beside this class", e);
    }
  }

  /** Writes the page into a folder, which is made, and gives its file. */
  public Path write(Path folder) {
    Path page = folder.resolve("museum.html");
    try {
      Files.createDirectories(folder);
      AtomicFile.write(page, out -> out.write(html().getBytes(StandardCharsets.UTF_8)));
      return page;
    } catch (IOException e) {
      throw new UncheckedIOException(
          "can't write the museum to " + folder + "; make it writable or choose another folder", e);
    }
  }

  /** For a terminal: a line an exhibit. */
  public List<String> lines() {
    return rooms().map(room -> "%-40s %s".formatted(room.title(), room.state())).toList();
  }
}
