package sevennets.notebook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.spencerpark.ijava.IJava;
import io.github.spencerpark.ijava.IJava.JavaKernel;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import sevennets.plot.Figure;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

class NotebookTest {
  @AfterEach
  void endKernel() {
    IJava.run(null);
  }

  @Test
  void aCellShowsAFigureWithItsAlternativeText() {
    JavaKernel kernel = new JavaKernel();
    IJava.run(kernel);
    Notebook.show(new Figure(new byte[] {1}, 3, 2, "what it shows"));
    assertThat(kernel.getIO().display.sent())
        .singleElement()
        .asString()
        .contains("<img alt=\"what it shows\"");
  }

  @Test
  void setupInANotebookTeachesItsKernelToRenderTables() {
    JavaKernel kernel = new JavaKernel();
    IJava.run(kernel);
    Notebook.setup();
    assertThat(kernel.getRenderer().render(Table.create("empty")).data().get("text/html"))
        .asString()
        .startsWith("<table>");
  }

  @Test
  void aValueThatIsNoFigureIsNamedByItsClass() {
    assertThatThrownBy(() -> Notebook.show(List.of(1)))
        .hasMessageStartingWith(
            "can show a Table, an XChart chart, an ImageGrid, a Figure, a Diagram, a Waterfall, a Summary, a Report or a Room; received java.util.");
  }

  @Test
  void numbersAmongFractionsHaveFourDigitsAlsoWhereTheLastAreZeros() {
    Table errors = Table.create(
        "errors",
        DoubleColumn.create("top-1", 22.57, 10.5, 23, 100, 0, 9_000, 0.0123),
        DoubleColumn.create("whole", 1, 2, 3, 4, 5, 6, 7));
    assertThat(HtmlTable.of(errors).html())
        .contains(
            ">22.57<", ">10.50<", ">23.00<", ">100.0<", ">0<", ">9000<", ">0.01230<", ">1<", ">7<");
  }

  @Test
  void numbersInATableAreReadAtAGlance() {
    assertThat(HtmlTable.number(61_100_840)).isEqualTo("61,100,840");
    assertThat(HtmlTable.number(2012)).as("a year").isEqualTo("2012");
    assertThat(HtmlTable.number(0.912345)).isEqualTo("0.9123");
    assertThat(HtmlTable.number(0.00001234567)).isEqualTo("1.235e-5");
  }

  @Test
  void numbersOfOneColumnHaveOneForm() {
    Table table = Table.create(
        "t", DoubleColumn.create("images", 5_000, 10_000), DoubleColumn.create("year", 1998, 2012));
    assertThat(HtmlTable.of(table).html()).contains(">5,000<", ">10,000<", ">1998<", ">2012<");
  }

  @Test
  void aTableTakesItsColoursFromThePageAndEscapesItsCells() {
    Table table = Table.create(
        "t", StringColumn.create("net", "a<b"), DoubleColumn.create("loss", new Double[] {null}));
    assertThat(HtmlTable.of(table).html())
        .contains("<td style=\"text-align:left\">a&lt;b</td><td style=\"text-align:right\"></td>")
        .doesNotContain("color");
  }

  @Test
  void aLongTableIsCutAndSaysSo() {
    Table table = Table.create("t", DoubleColumn.create("x", new double[1060]));
    String html = HtmlTable.of(table).html();
    assertThat(html.split("<tr>")).hasSize(62);
    assertThat(html).endsWith("<p>... and 1,000 more rows</p>");
  }

  @Test
  void aProfilePicksItsOwnValue() {
    assertThat(Profile.of("smoke").pick(1, 8, 90)).isEqualTo(1);
    assertThat(Profile.of("quick").pick(1, 8, 90)).isEqualTo(8);
    assertThat(Profile.of("full").pick(1, 8, 90)).isEqualTo(90);
  }

  @Test
  void anUnknownProfileIsToldTheThree() {
    assertThatThrownBy(() -> Profile.of("fast"))
        .hasMessage("SEVENNETS_PROFILE must be one of [smoke, quick, full], and is 'fast'");
  }
}
