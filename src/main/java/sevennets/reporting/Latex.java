package sevennets.reporting;

import java.util.List;
import java.util.stream.Collectors;
import sevennets.files.Escape;

/** A report's table as LaTeX, for a thesis. It needs the package booktabs. */
final class Latex {

  private final Report report;

  Latex(Report report) {
    this.report = report;
  }

  String text() {
    return """
        %% %s
        %% %s
        %s
        %s
        """.formatted(
            Escape.terminal(Words.reading(report).replace('\n', ' ')),
            Escape.terminal(Words.circumstances(report).replace('\n', ' ')),
            table(Words.contrasts(report)),
            table(Words.arms(report)));
  }

  private static String table(Words.Cells cells) {
    return """
        \\begin{tabular}{%s}
        \\toprule
        %s
        \\midrule
        %s
        \\bottomrule
        \\end{tabular}
        """.formatted(
        cells.numbers().stream().map(number -> number ? "r" : "l").collect(Collectors.joining()),
        row(cells.headings()),
        cells.rows().stream().map(Latex::row).collect(Collectors.joining("\n")));
  }

  private static String row(List<String> cells) {
    return cells.stream().map(Latex::escaped).collect(Collectors.joining(" & ")) + " \\\\";
  }

  /**
   * Text as LaTeX prints it; < and > would come out as other signs in its old fonts, and a hyphen
   * is no minus.
   */
  static String escaped(String text) {
    if (text.matches("[-+<>][ 0-9.,]+( to [-+][0-9.,]+)?"))
      return "$" + text.replace(" to ", "$ to $") + "$";
    return Escape.latex(text);
  }
}
