package sevennets.reporting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.knowm.xchart.BubbleChart;
import org.knowm.xchart.BubbleSeries;
import sevennets.models.Models;
import sevennets.models.PaperError;
import sevennets.plot.Drawing;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.Table;

class AccuracyAndCostTest {

  @Test
  void accuracyIsWhatThePaperPrintsAndCostWhatIsCountedHere() {
    Row b0 = row(AccuracyAndCost.table(1), "efficientnet_b0");
    assertThat(b0.getDouble("top1_acc")).isCloseTo(77.1, within(1e-9));
    assertThat(b0.getDouble("macs_g")).isCloseTo(0.386, within(1e-3));
    assertThat(b0.getDouble("params_m")).isCloseTo(5.289, within(1e-3));
    assertThat(row(AccuracyAndCost.table(10), "alexnet_paper").getDouble("top5_acc"))
        .isCloseTo(81.8, within(1e-9));
  }

  @Test
  void oneCropAndTenCropsAreNeverInOneTable() {
    Table one = AccuracyAndCost.table(1), ten = AccuracyAndCost.table(10);
    assertThat(row(ten, "resnet50_paper").getDouble("top5_acc"))
        .isGreaterThan(row(one, "resnet50_paper").getDouble("top5_acc"));
    for (Table table : List.of(one, ten))
      assertThat(table.stringColumn("net").unique().size()).isEqualTo(table.rowCount());
    assertThatThrownBy(() -> AccuracyAndCost.table(144))
        .hasMessage("the papers' errors are of 1 or of 10 crops, received 144");
  }

  @Test
  void everyPaperOfTheSeriesHasAFigure() {
    List<String> sources =
        List.of("Krizhevsky", "Szegedy et al. 2014", "He et al.", "Huang", "Hu et al.", "Tan");
    String all = Models.printedErrors(1) + " " + Models.printedErrors(10);
    assertThat(sources).allMatch(all::contains);
  }

  @Test
  void aTopFiveErrorIsSmallerThanTheTopOne() {
    for (int crops : List.of(1, 10))
      for (PaperError error : Models.printedErrors(crops)) {
        assertThat(error.top5()).as(error.net()).isBetween(0.0, 100.0);
        if (!Double.isNaN(error.top1()))
          assertThat(error.top5()).as(error.net()).isLessThan(error.top1() / 2);
      }
  }

  @Test
  void everyNetIsACircleOfItsFamily() {
    BubbleChart chart = AccuracyAndCost.chart(1);
    assertThat(chart.getSeriesCollection().stream().map(BubbleSeries::getName))
        .containsExactly("VGG", "Inception", "ResNet", "DenseNet", "SE-Net", "EfficientNet");
    assertThat(chart.getSeriesCollection().stream()
            .mapToInt(family -> family.getXData().length)
            .sum())
        .isEqualTo(Models.printedErrors(1).size());
    assertThat(Drawing.of(chart).altText())
        .contains("EfficientNet: from 93.3 at 0.3858 to 97 at 37.75");
  }

  @ParameterizedTest
  @CsvSource({"1, accuracy-one-crop.svg", "10, accuracy-ten-crops.svg"})
  void theDrawingsOfTheReadmeAreOfThisTable(int crops, String file) throws IOException {
    Drawing drawing = Drawing.of(AccuracyAndCost.chart(crops));
    assertThat(drawing.svg()).isEqualTo(Drawing.of(AccuracyAndCost.chart(crops)).svg());
    // Letters are drawn as this machine's fonts have them; the title is made from the numbers.
    assertThat(Files.readString(Path.of("src/docs", file)))
        .contains("<title>" + drawing.altText() + "</title>");
    assertThat(Files.readString(Path.of("README.md"))).contains("(src/docs/" + file + ")");
  }

  private static Row row(Table table, String net) {
    return table.stream()
        .filter(row -> row.getString("net").equals(net))
        .findFirst()
        .orElseThrow();
  }
}
