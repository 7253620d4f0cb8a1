package sevennets.plot;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayInputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

class FigureTest {
  @Test
  void aFullChartStaysUnderSixtyKilobytesOnWhite() throws Exception {
    Figure figure = Figure.of(Plots.curves("val_acc1", sixRuns()));
    assertThat(figure.png().length).isLessThan(60_000);
    BufferedImage image = ImageIO.read(new ByteArrayInputStream(figure.png()));
    assertThat(image.getWidth()).isEqualTo(2 * figure.width());
    assertThat(new Color(image.getRGB(2, 2))).isEqualTo(Color.WHITE);
  }

  @Test
  void reducedColoursAreTheDrawingsOwn() {
    BufferedImage drawing = new BufferedImage(40, 40, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = drawing.createGraphics();
    g.setColor(Look.SERIES.get(0));
    g.fillRect(0, 0, 40, 20);
    BufferedImage reduced = Palette.reduce(drawing);
    for (int i = 0; i < 40; i++) {
      assertThat(reduced.getRGB(i, i)).isEqualTo(drawing.getRGB(i, i));
    }
  }

  @Test
  void everyPictureIsReadBackAsItWas() throws Exception {
    for (int colours : new int[] {1, 2, 200, 256, 257}) {
      BufferedImage picture = new BufferedImage(31, 17, BufferedImage.TYPE_INT_RGB);
      for (int i = 0; i < 31 * 17; i++) {
        picture.setRGB(i % 31, i / 31, 0x10203 * (i % colours));
      }
      BufferedImage read =
          ImageIO.read(new ByteArrayInputStream(Png.encode(Palette.exact(picture))));
      assertThat(read.getRGB(0, 0, 31, 17, null, 0, 31))
          .as("%d colours", colours)
          .isEqualTo(picture.getRGB(0, 0, 31, 17, null, 0, 31));
      assertThat(read.getColorModel() instanceof IndexColorModel).isEqualTo(colours <= 256);
    }
  }

  @Test
  void theAlternativeTextTellsALinesCourse() {
    Table run = Table.create(
        "run",
        DoubleColumn.create("epoch", 1.0, 2.0, 3.0),
        DoubleColumn.create("val_acc1", 0.5, 0.91, 0.875));
    assertThat(Figure.of(Plots.curves("val_acc1", Map.of("relu", run))).altText())
        .isEqualTo("Line chart of validation accuracy (fraction) by epoch. "
            + "relu: from 0.5 at 1 to 0.875 at 3, highest 0.91 at 2.");
  }

  @Test
  void theAlternativeTextOfBarsNamesThem() {
    Table nets = Table.create(
        "nets", StringColumn.create("net", "a", "b"), DoubleColumn.create("params", 1000.0, 0.25));
    assertThat(Figure.of(Plots.bars(nets, "net", "params")).altText())
        .isEqualTo("Bar chart of learnable parameters by net. params: a 1000, b 0.25.");
  }

  @Test
  void theAlternativeTextSaysWhichBarHasNoValue() {
    Table nets = Table.create(
        "nets",
        StringColumn.create("net", "a", "b"),
        DoubleColumn.create("params", 1000.0, Double.NaN));
    assertThat(Figure.of(Plots.bars(nets, "net", "params")).altText())
        .isEqualTo("Bar chart of learnable parameters by net. params: a 1000, b no value.");
  }

  @Test
  void theAlternativeTextOfConfusionsNamesTheMostFrequent() {
    int[][] counts = {{9, 4, 0}, {1, 9, 2}, {0, 0, 9}};
    assertThat(
            Figure.of(Plots.confusions(counts, List.of("Coat", "Shirt", "Bag"))).altText())
        .endsWith(
            "off the diagonal: Coat taken for Shirt: 4; Shirt taken for Bag: 2; Shirt taken for Coat: 1.");
  }

  @Test
  void htmlEscapesTheAlternativeText() {
    Figure figure = new Figure(new byte[] {1}, 10, 20, "a \"b\" <c> & d");
    assertThat(figure.html())
        .startsWith("<img alt=\"a &quot;b&quot; &lt;c&gt; &amp; d\" width=\"10\" height=\"20\"");
  }

  private static Map<String, Table> sixRuns() {
    Random random = new Random(1);
    Map<String, Table> runs = new LinkedHashMap<>();
    for (int run = 1; run <= 6; run++) {
      double[] epoch = new double[40];
      double[] accuracy = new double[40];
      for (int i = 0; i < 40; i++) {
        epoch[i] = i + 1;
        accuracy[i] = 0.92 - 0.5 * Math.exp(-run * i / 10.0) + 0.01 * random.nextGaussian();
      }
      runs.put(
          "run " + run,
          Table.create(
              "run",
              DoubleColumn.create("epoch", epoch),
              DoubleColumn.create("val_acc1", accuracy)));
    }
    return runs;
  }
}
