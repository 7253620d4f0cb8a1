package sevennets.reporting;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.nd4j.shade.jackson.databind.JsonNode;
import sevennets.files.Bytes;
import sevennets.files.Json;

/**
 * A figure that a chapter draws from the net that it trains: the pictures are those of the stored
 * notebook. What is said of them stands only as long as that notebook still holds the numbers it
 * was read from.
 *
 * @param chapter the notebook's name, without {@code .ipynb}
 * @param cells the ids of the cells that draw it
 * @param state what the readings come to
 * @param readings what agrees and what differs
 * @param why of which net, against the paper's, and how to run it larger
 */
record FromChapter(
    String chapter, List<String> cells, String state, List<Reading> readings, String why)
    implements Exhibit.Evidence {

  /**
   * A sentence, and the number that it rests on.
   *
   * @param number as the chapter's stored output has it
   */
  record Reading(String sentence, String number) {}

  static final String READ_ANEW = "to be read anew";

  /** A picture as the notebooks store it; nothing else of a notebook comes into the page. */
  private static final Pattern PICTURE = Pattern.compile(
      "<img alt=\"[^\"<>]*\" width=\"\\d+\" height=\"\\d+\" src=\"data:image/png;base64,[A-Za-z0-9+/=]+\">");

  @Override
  public Room room(Exhibit exhibit, Museum museum) {
    String stored = museum.notebook(chapter);
    List<JsonNode> shown = outputs(stored);
    List<String> pictures = shown.stream()
        .map(output -> text(output.path("data").path("text/html")))
        .flatMap(html -> PICTURE.matcher(html).results().map(MatchResult::group))
        .toList();
    boolean stands = !pictures.isEmpty()
        && readings.stream().allMatch(reading -> stored.contains(reading.number()));
    return new Room(
        exhibit.title(),
        exhibit.shows(),
        pictures.isEmpty() ? "not run" : stands ? state : READ_ANEW,
        pictures,
        List.of(),
        stands ? readings.stream().map(Reading::sentence).toList() : List.of(),
        pictures.isEmpty()
            ? "No stored output of chapter %1$s is here: ./lab run --store %1$s makes one."
                .formatted(chapter.substring(0, 2))
            : why);
  }

  private List<JsonNode> outputs(String notebook) {
    if (notebook.isEmpty()) return List.of();
    try {
      return StreamSupport.stream(Json.parse(notebook).path("cells").spliterator(), false)
          .filter(cell -> cells.contains(cell.path("id").asText()))
          .flatMap(cell -> StreamSupport.stream(cell.path("outputs").spliterator(), false))
          .toList();
    } catch (IOException e) {
      return List.of(); // a reader's notebook that can't be read has nothing to show
    }
  }

  /** A notebook keeps a text as one string or as its lines. */
  private static String text(JsonNode node) {
    return node.isArray()
        ? StreamSupport.stream(node.spliterator(), false)
            .map(JsonNode::asText)
            .collect(Collectors.joining())
        : node.asText("");
  }

  /** A stored notebook's text; nothing where there is none. */
  static String read(Path notebooks, String chapter) {
    try {
      return Bytes.text(notebooks.resolve(chapter + ".ipynb"));
    } catch (IOException e) {
      return "";
    }
  }
}
