package sevennets.reporting;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import sevennets.claims.Ablation;
import sevennets.files.Escape;
import sevennets.plot.Figure;

/** A report as Markdown. */
final class Markdown {
  private final Report report;

  Markdown(Report report) {
    this.report = report;
  }

  /** @param figures the pictures to show, by the name of their file */
  String text(Map<String, Figure> figures) {
    if (report.outcomes().isEmpty()) return Words.nothing(report) + "\n";
    Ablation ablation = report.ablation();
    return """
        ## %s

        **Claim.** %s

        **Source.** %s.

        **Held equal.** %s

        %s

        %s

        %s

        %s

        %s
        %s

        %s
        %s
        """.formatted(
            ablation.name(),
            ablation.claim(),
            ablation.source(),
            ablation.heldEqual(),
            bullets(report.findings())
                + (ablation.limits().isEmpty() ? "" : "\n\n**Limits.** " + ablation.limits()),
            table(Words.contrasts(report)),
            table(Words.arms(report)),
            Words.reading(report),
            figures.entrySet().stream()
                .map(f -> "![%s](%s)\n".formatted(f.getValue().altText(), f.getKey()))
                .collect(Collectors.joining("\n")),
            differences(report),
            recipes(report),
            // The note among it is anyone's.
            Escape.xmlCharacters(Words.circumstances(report)).replace("<", "&lt;"));
  }

  private static String bullets(List<String> lines) {
    return lines.stream().map(line -> "- " + line).collect(Collectors.joining("\n"));
  }

  private static String differences(Report report) {
    return table(new Words.Cells(
        List.of("", "here", "in the paper"),
        List.of(false, false, false),
        Words.differences(report).entrySet().stream()
            .map(d -> List.of(d.getKey(), d.getValue().get(0), d.getValue().get(1)))
            .toList()));
  }

  private static String recipes(Report report) {
    return bullets(Words.recipes(report).entrySet().stream()
            .map(r -> "%s: `%s`".formatted(r.getKey(), r.getValue()))
            .toList())
        + "\n";
  }

  static String table(Words.Cells cells) {
    String rule = cells.numbers().stream()
        .map(number -> number ? " ---: |" : " --- |")
        .collect(Collectors.joining("", "|", ""));
    return row(cells.headings()) + "\n" + rule + "\n"
        + cells.rows().stream().map(Markdown::row).collect(Collectors.joining("\n"));
  }

  private static String row(List<String> cells) {
    return "| "
        + String.join(
            " | ", cells.stream().map(cell -> cell.replace("|", "\\|")).toList()) + " |";
  }
}
