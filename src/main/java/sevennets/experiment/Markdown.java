package sevennets.experiment;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
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

        %s %s%s
        """.formatted(
        ablation.name(),
        ablation.claim(),
        ablation.source(),
        ablation.heldEqual(),
        report.findings().stream().map(finding -> "- " + finding).collect(Collectors.joining("\n")),
        table(Words.HEADINGS, Words.NUMBERS, Words.cells(report)),
        Words.reading(report),
        figures.entrySet().stream()
            .map(f -> "![%s](%s)\n".formatted(f.getValue().altText(), f.getKey()))
            .collect(Collectors.joining("\n")),
        table(
            List.of("", "here", "in the paper"),
            List.of(false, false, false),
            Words.differences(report).entrySet().stream()
                .map(d -> List.of(d.getKey(), d.getValue().get(0), d.getValue().get(1)))
                .toList()),
        Words.cost(report),
        Words.machine(report),
        report.note().isEmpty() ? "" : " " + report.note());
  }

  static String table(List<String> headings, List<Boolean> numbers, List<List<String>> rows) {
    String rule = IntStream.range(0, headings.size())
        .mapToObj(i -> numbers.get(i) ? " ---: |" : " --- |")
        .collect(Collectors.joining("", "|", ""));
    return row(headings) + "\n" + rule + "\n"
        + rows.stream().map(Markdown::row).collect(Collectors.joining("\n"));
  }

  private static String row(List<String> cells) {
    return "| "
        + String.join(
            " | ", cells.stream().map(cell -> cell.replace("|", "\\|")).toList()) + " |";
  }
}
