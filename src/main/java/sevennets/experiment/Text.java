package sevennets.experiment;

import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import sevennets.plot.Figure;
import sevennets.plot.Plots;

/** A report as Markdown, as a self-contained HTML page, as CSV and as LaTeX: the same cells in four notations. */
final class Text {

  private static final List<String> HEADINGS = List.of("arm", "mean", "std", "seeds", "difference", "95% interval (Holm)", "p (Holm)",
      "direction", "paper", "paper's difference", "parameters", "MACs", "s/epoch");

  private final Report report;
  private final List<List<String>> cells;

  Text(Report report) {
    this.report = report;
    cells = report.rows().stream().map(Text::cells).toList();
  }

  private static List<String> cells(Row r) {
    return List.of(r.arm(), number(r.mean()), number(r.deviation()), String.valueOf(r.seeds()),
        r.comparison().map(c -> signed(c.difference())).orElse("baseline"),
        r.comparison().map(c -> c.pairs() < 2 ? "one pair only" : "%s to %s".formatted(signed(c.low()), signed(c.high()))).orElse(""),
        r.comparison().map(c -> String.format(Locale.ROOT, "%.3f", c.p())).orElse(""),
        r.comparison().map(c -> c.verdict().toString()).orElse(""),
        given(r.paper(), false), r.comparison().isPresent() ? given(r.paperEffect(), true) : "",
        String.format(Locale.ROOT, "%,d", r.params()), String.format(Locale.ROOT, "%,d", r.macs()), number(r.seconds()));
  }

  String markdown() {
    String rows = cells.stream().map(Text::markdownRow).collect(Collectors.joining("\n"));
    return """
        ## %s

        **Claim.** %s

        **Source.** %s.

        **Measure.** %s; mean and standard deviation over the seeds; differences are paired by seed, arm minus `%s`.

        **Held equal.** %s

        **This run.** %s

        %s
        %s
        %s
        """.formatted(report.ablation().name(), report.ablation().claim(), report.ablation().source(), report.ablation().measure().title(),
        report.ablation().baseline().name(), report.ablation().heldEqual(), setting(), markdownRow(HEADINGS),
        "|" + " --- |".repeat(HEADINGS.size()), rows);
  }

  String html() {
    return """
        <!doctype html>
        <html lang="en"><head><meta charset="utf-8"><title>%s</title><style>
        body{font:16px/1.5 system-ui,sans-serif;max-width:75rem;margin:2rem auto;padding:0 1rem;color-scheme:light dark}
        table{border-collapse:collapse}th,td{padding:.3rem .6rem;border-bottom:1px solid #8886;text-align:right}
        th:first-child,td:first-child{text-align:left}img{max-width:100%%;height:auto}
        </style></head><body>
        <h1>%s</h1><p>%s</p><p>Source: %s.</p><p>Held equal: %s</p><p>%s</p>
        <table><thead>%s</thead><tbody>
        %s
        </tbody></table>
        <p>Measure: %s. Differences are paired by seed, arm minus %s.</p>
        %s
        </body></html>
        """.formatted(escaped(report.ablation().name()), escaped(report.ablation().name()), escaped(report.ablation().claim()),
        escaped(report.ablation().source().toString()), escaped(report.ablation().heldEqual()), escaped(setting()), htmlRow("th", HEADINGS),
        cells.stream().map(row -> htmlRow("td", row)).collect(Collectors.joining("\n")), escaped(report.ablation().measure().title()),
        escaped(report.ablation().baseline().name()), charts());
  }

  String latex() {
    String rows = cells.stream().map(row -> row.stream().map(Text::latexCell).collect(Collectors.joining(" & ")) + " \\\\")
        .collect(Collectors.joining("\n"));
    return """
        %% %s
        \\begin{tabular}{l%s}
        \\toprule
        %s \\\\
        \\midrule
        %s
        \\bottomrule
        \\end{tabular}
        """.formatted(setting(), "r".repeat(HEADINGS.size() - 1),
        HEADINGS.stream().map(Text::latexCell).collect(Collectors.joining(" & ")), rows);
  }

  String csv() {
    return report.table().write().toString("csv");
  }

  /** What differs from the paper: the data, their number, the epochs. */
  private String setting() {
    Budget b = report.budget();
    return "%s instead of the paper's %s: at most %,d training images, %d epochs, recipe '%s'; %d of %d runs finished."
        .formatted(b.data(), report.ablation().source().data(), b.images(), b.epochs(), b.recipe().name(), report.outcomes().size(),
            b.seeds() * report.ablation().arms().size());
  }

  private String charts() {
    return List.of("train_loss", "val_acc1").stream()
        .map(metric -> report.curves(metric))
        .filter(curves -> !curves.isEmpty())
        .map(curves -> "<p>" + Figure.of(Plots.curves(curves.values().iterator().next().name(), curves)).html() + "</p>")
        .collect(Collectors.joining("\n"));
  }

  private static String markdownRow(List<String> row) {
    return "| " + String.join(" | ", row) + " |";
  }

  private static String htmlRow(String cell, List<String> row) {
    return row.stream().map(c -> "<%s>%s</%s>".formatted(cell, escaped(c), cell)).collect(Collectors.joining("", "<tr>", "</tr>"));
  }

  private static String latexCell(String cell) {
    return cell.replace("%", "\\%").replace("_", "\\_").replace("&", "\\&");
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  private static String given(OptionalDouble value, boolean sign) {
    return value.isEmpty() ? "none given" : sign ? signed(value.getAsDouble()) : number(value.getAsDouble());
  }

  private static String number(double value) {
    return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%.2f", value);
  }

  private static String signed(double value) {
    return String.format(Locale.ROOT, "%+.2f", value);
  }
}
