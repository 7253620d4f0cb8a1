package sevennets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.Node;
import org.commonmark.node.Text;
import org.commonmark.parser.Parser;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.w3c.dom.Document;
import sevennets.cli.Main;
import sevennets.files.Csv;
import sevennets.files.Escape;
import sevennets.plot.Drawing;
import sevennets.plot.Plots;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import uk.ac.ed.ph.snuggletex.InputError;
import uk.ac.ed.ph.snuggletex.SnuggleEngine;
import uk.ac.ed.ph.snuggletex.SnuggleInput;
import uk.ac.ed.ph.snuggletex.SnuggleSession;

/**
 * A class folder, a file, a run or a note may be called anything: it stays a name in every way out.
 */
class HostileNamesTest {
  private static final List<String> NAMES = List.of(
      "<script>alert(1)</script>",
      "\" onload=\"alert(1)",
      "' onclick='alert(1)",
      "&lt;b&gt; &#x26; &amp;",
      "]]><!-- --><![CDATA[",
      "\u001b[2J\u001b]0;title\u0007",
      "\u009b31m\u0000\u007f",
      "a\nb=c\r\nepochs=99",
      "\u202egpj.exe\u2066",
      "=cmd|' /C calc'!A0",
      "+1+1",
      "-2+3",
      "@SUM(A1)",
      "\t=1",
      "comma, \"quoted\", done",
      "\\input{/etc/passwd} %$#_^~{}&",
      "`x` *b* _i_ [l](javascript:alert(1)) | # ~~s~~",
      "../../x",
      "\ud800 alone",
      "日本語 ü 😀");

  @TempDir
  Path folder;

  @Test
  void htmlIsTheSameTextAndNoTag() {
    for (String name : NAMES) {
      String text = Escape.html(name);
      org.jsoup.nodes.Document page = Jsoup.parse(
          "<p>%s</p><img alt=\"%s\"><p title=\"%s\">end</p>".formatted(text, text, text));
      assertThat(page.body().getAllElements())
          .extracting(Element::tagName)
          .as(name)
          .containsExactly("body", "p", "img", "p");
      assertThat(page.body().getAllElements())
          .as(name)
          .extracting(element -> element.attributes().size())
          .containsExactly(0, 0, 1, 1);
      String shown = squeezed(Escape.xmlCharacters(name));
      assertThat(squeezed(page.selectFirst("p").wholeText())).isEqualTo(shown);
      assertThat(squeezed(page.selectFirst("img").attr("alt"))).isEqualTo(shown);
      assertThat(squeezed(page.selectFirst("[title]").attr("title"))).isEqualTo(shown);
    }
  }

  @Test
  void xmlIsTheSameTextInAnElementAndInAnAttribute() throws Exception {
    for (String name : NAMES) {
      Document parsed =
          parsed("<a t=\"%s\">%s</a>".formatted(Escape.html(name), Escape.html(name)));
      assertThat(squeezed(parsed.getDocumentElement().getTextContent()))
          .isEqualTo(squeezed(Escape.xmlCharacters(name)));
      assertThat(squeezed(parsed.getDocumentElement().getAttribute("t")))
          .isEqualTo(squeezed(Escape.xmlCharacters(name)));
      assertThat(parsed.getDocumentElement().getChildNodes().getLength()).isEqualTo(1);
    }
  }

  @Test
  void chartOfHostileNamesIsAnXmlFile() throws Exception {
    for (String name : NAMES) {
      Table table = Table.create(
          name, StringColumn.create("name", name, "other"), DoubleColumn.create("value", 1, 2));
      Path svg = folder.resolve("chart.svg");
      Drawing.of(Plots.bars(table, "name", "value")).save(svg);
      parsed(Files.readString(svg));
    }
  }

  @Test
  void csvIsReadBackAndHoldsNoFormula() throws Exception {
    Table table = Table.create(
        "t",
        StringColumn.create("name", NAMES),
        DoubleColumn.create("value", new double[NAMES.size()]));
    List<CSVRecord> records =
        CSVParser.parse(Csv.text(table), CSVFormat.RFC4180).getRecords();
    assertThat(records).hasSize(1 + NAMES.size()).allMatch(record -> record.size() == 2);
    for (CSVRecord record : records)
      assertThat(record.get(0)).doesNotMatch("(?s)[=+@\\t-].*").doesNotContain("\u001b", "\u0000");
    assertThat(Escape.csv("-1.5e-3")).isEqualTo("-1.5e-3");
  }

  /** In a paragraph, and first in a table's row, where a bracket would be the line's own option. */
  @Test
  void latexIsTheSameText() throws Exception {
    for (String name : LATEX_NAMES) {
      String text = Escape.latex(name);
      String table = "\\begin{tabular}{ll}\na & b \\\\\n%s & %s \\\\\n\\end{tabular}";
      assertThat(shown(text)).as(name).isEqualTo(letters(name));
      assertThat(shown(table.formatted(text, text)))
          .as(name)
          .isEqualTo("ab" + letters(name).repeat(2));
    }
    assertThat(latexErrors("\\input{/etc/passwd}")).isNotEmpty();
    assertThat(latexErrors("a_b")).isNotEmpty();
  }

  private static final List<String> LATEX_NAMES = Stream.concat(
          NAMES.stream(), Stream.of("[1em]", "*", "a | <b>", "\\\\[2em]", "%", "{", "}"))
      .toList();

  /** Signs that the parser has no word for. */
  private static final Map<String, String> SIGNS = Map.of(
      "textbackslash", "\\",
      "textasciitilde", "~",
      "textasciicircum", "^",
      "textless", "<",
      "textgreater", ">",
      "textbar", "|");

  /** A document as a parser shows it, without spaces. */
  private static String shown(String latex) throws Exception {
    SnuggleSession session = parsedLatex(latex);
    assertThat(session.getErrors()).as(latex).isEmpty();
    String shown =
        parsed("<a>" + session.buildXMLString() + "</a>").getDocumentElement().getTextContent();
    for (Map.Entry<String, String> sign : SIGNS.entrySet())
      shown = shown.replace("SIGN" + sign.getKey() + "SIGN", sign.getValue());
    return letters(shown);
  }

  private static List<InputError> latexErrors(String latex) throws IOException {
    return parsedLatex(latex).getErrors();
  }

  private static SnuggleSession parsedLatex(String latex) throws IOException {
    SnuggleSession session = new SnuggleEngine().createSession();
    for (String sign : SIGNS.keySet())
      session.parseInput(new SnuggleInput("\\newcommand{\\%1$s}{SIGN%1$sSIGN}".formatted(sign)));
    session.parseInput(new SnuggleInput(latex));
    return session;
  }

  /** LaTeX joins spaces and hyphens, and curls quotation marks. */
  private static String letters(String text) {
    return Escape.terminal(text)
        .replaceAll("[‘’`]", "'")
        .replaceAll("[“”]", "''")
        .replaceAll("\\s", "");
  }

  @Test
  void markdownIsTextInASentenceAndInATablesCell() {
    Parser parser =
        Parser.builder().extensions(List.of(TablesExtension.create())).build();
    for (String name : NAMES) {
      String escaped = Escape.markdown(name);
      Node page = parser.parse("It is called %s, and ends.\n\n| a | b |\n|---|---|\n| c | %s |\n"
          .formatted(escaped, escaped));
      List<String> kinds = new ArrayList<>();
      StringBuilder text = new StringBuilder();
      walk(page, node -> {
        kinds.add(node.getClass().getSimpleName());
        if (node instanceof Text part) text.append(part.getLiteral());
      });
      kinds.removeIf(kind -> kind.equals("Text"));
      assertThat(kinds)
          .as(name)
          .containsExactly(
              "Document",
              "Paragraph",
              "TableBlock",
              "TableHead",
              "TableRow",
              "TableCell",
              "TableCell",
              "TableBody",
              "TableRow",
              "TableCell",
              "TableCell");
      assertThat(escaped).doesNotContain("\n", "\r");
      assertThat(text.toString()).as(name).containsSubsequence("It is called ", ", and ends.");
    }
  }

  private static void walk(Node node, Consumer<Node> seen) {
    seen.accept(node);
    for (Node child = node.getFirstChild(); child != null; child = child.getNext())
      walk(child, seen);
  }

  @Test
  void terminalObeysNothing() {
    for (String name : NAMES)
      assertThat(Escape.terminal(name).chars())
          .as(name)
          .noneMatch(c -> Character.isISOControl(c) || c == 0x202e || c == 0x2066);
    PrintStream out = System.out;
    PrintStream err = System.err;
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    try {
      System.setOut(new PrintStream(said, true, StandardCharsets.UTF_8));
      System.setErr(System.out);
      Main.run("describe", "\u001b[2J\u0007\u009b31m");
      Main.run("\u001b[2Jword");
      Main.run("export", "--arch", "lenet5", "--model", "\u001b[31mno\u0007\nsuch.zip", "x");
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
    assertThat(said.toString(StandardCharsets.UTF_8))
        .contains("no")
        .doesNotContain("\u001b", "\u0007", "\u009b");
  }

  @Test
  void valuesThatNoAxisCanShowAreLeftOut() {
    for (double absurd : new double[] {1e30, -1e308, Double.POSITIVE_INFINITY, Double.NaN}) {
      Table table = Table.create(
          "t",
          DoubleColumn.create("epoch", 1, 2, 3),
          DoubleColumn.create("val_loss", 1, absurd, 2));
      XYChart chart = new XYChartBuilder().width(400).height(300).build();
      Plots.line(
          chart,
          "loss",
          table.doubleColumn(0).asDoubleArray(),
          table.doubleColumn(1).asDoubleArray());
      Drawing.of(chart).save(folder.resolve("absurd.svg"));
      assertThatThrownBy(
              () -> Plots.line(chart, "nothing", new double[] {1}, new double[] {absurd}))
          .hasMessageContaining("no values that an axis can show");
    }
  }

  private static Document parsed(String xml) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(
            xml.replaceFirst("<!DOCTYPE[^>]*>", "").getBytes(StandardCharsets.UTF_8)));
  }

  private static String squeezed(CharSequence text) {
    return text.toString().replaceAll("\\s+", " ").strip();
  }
}
