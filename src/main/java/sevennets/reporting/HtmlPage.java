package sevennets.reporting;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import sevennets.files.Escape;
import sevennets.plot.Figure;

/** A report as one HTML page, for a browser, or as a piece of one, for a notebook. */
final class HtmlPage {

  /** The page's frame and style, with the names of what goes where in braces. */
  private static final String TEMPLATE = "report.html";

  private static final Pattern PLACE = Pattern.compile("\\{(\\w+)}");

  /** What a picture's name in the report says beneath it. */
  private static final Map<String, String> CAPTIONS = Map.of(
      "differences",
          "Differences of the contrasts planned, by the ablation's own measure; whiskers are the corrected intervals, upright marks the margins of a claim of no difference.",
      "train_loss",
          "Loss on the training images: mean over the seeds, band of one standard deviation.",
      "val_acc1",
          "Accuracy on the validation images: mean over the seeds, band of one standard deviation.");

  private final Report report;

  HtmlPage(Report report) {
    this.report = report;
  }

  /** In one file. */
  String page() {
    return page(figures((name, figure) -> figure.html()));
  }

  /** With the pictures as files {@code NAME.png} beside it. */
  String pageWithPicturesBeside() {
    return page(figures((name, figure) -> figure.html(name + ".png")));
  }

  private String page(String figures) {
    Map<String, String> contents = new LinkedHashMap<>();
    contents.put("name", Escape.html(report.ablation().name()));
    contents.put("claim", Escape.html(report.ablation().claim()));
    contents.put("source", Escape.html(report.ablation().source().toString()));
    contents.put("findings", findings());
    contents.put("table", arms());
    contents.put("reading", Escape.html(Words.reading(report)));
    contents.put("figures", figures);
    contents.put("heldEqual", Escape.html(report.ablation().heldEqual()));
    contents.put("differences", differences());
    contents.put("recipes", recipes());
    contents.put("cost", Escape.html(Words.circumstances(report)));
    return PLACE
        .matcher(template())
        .replaceAll(place ->
            Matcher.quoteReplacement(contents.getOrDefault(place.group(1), place.group())));
  }

  String fragment() {
    return "<div>%s%s%s<details><summary>How these numbers were made</summary><p><small>%s</small></p></details></div>"
        .formatted(
            findings(),
            arms(),
            figures((name, figure) -> figure.html()),
            Escape.html(Words.reading(report) + " " + Words.circumstances(report)));
  }

  private String findings() {
    if (report.outcomes().isEmpty())
      return "<p>%s</p>".formatted(Escape.html(Words.nothing(report)));
    String limits = report.ablation().limits();
    return report.findings().stream()
            .map(f -> "<li>%s</li>".formatted(Escape.html(f)))
            .collect(Collectors.joining("\n", "<ul>\n", "\n</ul>"))
        + (limits.isEmpty() ? "" : "<p><b>Limits.</b> %s</p>".formatted(Escape.html(limits)));
  }

  private String arms() {
    return report.outcomes().isEmpty()
        ? ""
        : table("", Words.contrasts(report)) + "\n" + table("", Words.arms(report));
  }

  private String recipes() {
    return Words.recipes(report).entrySet().stream()
        .map(r -> "<li>%s: <code>%s</code></li>"
            .formatted(Escape.html(r.getKey()), Escape.html(r.getValue())))
        .collect(Collectors.joining("\n", "<ul>\n", "\n</ul>"));
  }

  private String differences() {
    List<List<String>> rows = Words.differences(report).entrySet().stream()
        .map(d -> List.of(d.getKey(), d.getValue().get(0), d.getValue().get(1)))
        .toList();
    return table(
        " class=\"wide\"",
        new Words.Cells(List.of("", "here", "in the paper"), Collections.nCopies(3, false), rows));
  }

  private String figures(BiFunction<String, Figure, String> element) {
    return report.figures().entrySet().stream()
        .map(f -> "<figure>%s<figcaption>%s</figcaption></figure>"
            .formatted(element.apply(f.getKey(), f.getValue()), CAPTIONS.get(f.getKey())))
        .collect(Collectors.joining("\n"));
  }

  static String table(String attributes, Words.Cells cells) {
    List<Boolean> numbers = cells.numbers();
    String head = IntStream.range(0, numbers.size())
        .mapToObj(i -> "<th scope=\"col\"%s>%s</th>"
            .formatted(aligned(numbers.get(i)), Escape.html(cells.headings().get(i))))
        .collect(Collectors.joining());
    return "<table%s>\n<thead><tr>%s</tr></thead>\n<tbody>\n%s\n</tbody>\n</table>"
        .formatted(
            attributes,
            head,
            cells.rows().stream().map(row -> row(row, numbers)).collect(Collectors.joining("\n")));
  }

  private static String row(List<String> cells, List<Boolean> numbers) {
    return IntStream.range(1, cells.size())
        .mapToObj(i -> "<td%s%s>%s</td>"
            .formatted(aligned(numbers.get(i)), verdict(cells.get(i)), Escape.html(cells.get(i))))
        .collect(Collectors.joining(
            "", "<tr><th scope=\"row\">%s</th>".formatted(Escape.html(cells.get(0))), "</tr>"));
  }

  private static String aligned(boolean number) {
    return number ? " class=\"number\" style=\"text-align:right\"" : "";
  }

  /** A verdict has a colour of its own; the word says it too. */
  private static String verdict(String cell) {
    return List.of("agrees", "disagrees", "undecided", "not converged").contains(cell)
        ? " class=\"%s\"".formatted(cell.equals("not converged") ? "undecided" : cell)
        : "";
  }

  private static String template() {
    try (InputStream in = HtmlPage.class.getResourceAsStream(TEMPLATE)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("can't read " + TEMPLATE + " beside this class", e);
    }
  }
}
