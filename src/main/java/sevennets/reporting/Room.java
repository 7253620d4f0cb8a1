package sevennets.reporting;

import java.util.List;
import java.util.stream.Collectors;
import sevennets.files.Escape;

/**
 * One famous figure of a paper as it comes out here: what the notebook on the museum shows, and a
 * section of its page.
 *
 * <pre>{@code
 * Room room = Museum.stored().room("VGG, Table 3");
 * Files.writeString(folder.resolve("figure.html"), room.html());
 * }</pre>
 *
 * @param title where it stands in the paper
 * @param shows what it is famous for
 * @param state agrees, differs, agrees in part, undecided, not run
 * @param pictures each an HTML element
 * @param tables with the paper's own values
 * @param findings what agrees and what differs, a sentence each
 * @param why of what it was drawn, and how to run it larger
 */
public record Room(
    String title,
    String shows,
    String state,
    List<String> pictures,
    List<Words.Cells> tables,
    List<String> findings,
    String why) {

  /** A piece of HTML that stands in any page. */
  public String html() {
    return """
        <section>
        <h2>%s</h2>
        %s
        </section>""".formatted(Escape.html(title), fragment());
  }

  /** The same below a heading of the reader's own. */
  public String fragment() {
    return """
        <p class="paper">%s</p>
        <p class="state %s"><strong>%s</strong></p>
        %s
        %s
        %s
        <p class="quiet">%s</p>""".formatted(
        Escape.html(shows),
        state.replace(' ', '-'),
        Escape.html(state),
        pictures.stream().map("<figure>%s</figure>"::formatted).collect(Collectors.joining("\n")),
        tables.stream().map(table -> HtmlPage.table("", table)).collect(Collectors.joining("\n")),
        findings.stream()
            .map(finding -> "<li>%s</li>".formatted(Escape.html(finding)))
            .collect(Collectors.joining("\n", "<ul>\n", "\n</ul>")),
        Escape.html(why));
  }

  /** The same as text. */
  public String markdown() {
    return "%s: %s\n\n%s\n\n%s\n\n%s"
        .formatted(
            title,
            state,
            findings.stream().map("- "::concat).collect(Collectors.joining("\n")),
            tables.stream().map(Markdown::table).collect(Collectors.joining("\n")),
            why);
  }
}
