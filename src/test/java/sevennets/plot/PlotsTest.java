package sevennets.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.BubbleChart;
import org.knowm.xchart.CategorySeries;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.internal.chartpart.IChart;
import sevennets.analysis.Summary;
import sevennets.graph.Graph;
import sevennets.ops.Conv;
import sevennets.ops.Shape;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

class PlotsTest {
  @Test
  void ticksOfOneAxisHaveOneForm() {
    assertThat(java.util.stream.DoubleStream.of(0, 500, 5_000, 10_000, 2e7, 0.25, 4.428e-7, 1e-5)
            .mapToObj(Axis::tick))
        .containsExactly("0", "500", "5k", "10k", "20M", "0.25", "4.43e-7", "1e-5");
    assertThat(Axis.year(2012)).isEqualTo("2012");
    assertThat(Axis.year(2012.5)).isEmpty();
  }

  @Test
  void aTickHasAtMostFourCharactersBeforeItsUnitOrPower() {
    for (int power = -7; power < 12; power++)
      for (double step : new double[] {1, 2, 2.5, 5, 7.5})
        for (int sign : new int[] {-1, 1})
          assertThat(Axis.tick(sign * step * Math.pow(10, power)))
              .as(step + "e" + power)
              .matches("-?[\\d.]{1,4}([kMB]|e-\\d+)?");
    assertThat(
            Stream.of(0.025, 0.925, -0.125, 0.0125, 12.05, 1_500.0, 137_500.0).map(Axis::tick))
        .containsExactly(".025", ".925", "-.125", "1.25e-2", "12.05", "1.5k", "137.5k");
  }

  @Test
  void everyNumberOnAnAxisIsShort() {
    double[] odd = {0.07684636116027832, 0.2345678, 0.9111111};
    Table table = Table.create(
        "t",
        StringColumn.create("net", "a", "b", "c"),
        DoubleColumn.create("x", 1_234.5678, 1_500, 2_012),
        DoubleColumn.create("y", odd));
    List<String> said = new ArrayList<>();
    for (var chart : List.of(
        Plots.histogram("weight", 7, Map.of("w", odd)),
        Plots.bars(table, "net", "y"),
        Plots.lines(table, "x", "y", "y"),
        Plots.scatter(table, "net", "x", "y"))) {
      var styler = chart.getStyler();
      recorded(styler.getXAxisTickLabelsFormattingFunction(), said)
          .ifPresent(styler::setXAxisTickLabelsFormattingFunction);
      recorded(styler.getYAxisTickLabelsFormattingFunction(), said)
          .ifPresent(styler::setYAxisTickLabelsFormattingFunction);
      BitmapEncoder.getBufferedImage(chart);
    }
    assertThat(said).hasSizeGreaterThan(20).allMatch(tick -> tick.matches("-?[\\d.]{0,4}k?"));
  }

  private static Optional<Function<Double, String>> recorded(
      Function<Double, String> ticks, List<String> said) {
    return Optional.ofNullable(ticks)
        .map(own -> own.andThen(tick -> {
          said.add(tick);
          return tick;
        }));
  }

  @Test
  void aRunsFirstValuesDoNotSetItsAxisAndTheChartSaysSo() {
    XYChart chart = Plots.xy("epoch", "loss (nats)", 460, 300);
    double[] epochs = {1, 2, 3, 4, 5, 6};
    Plots.line(chart, "cut", epochs, new double[] {68.64, 1.8, 0.9, 0.7, 0.6, 0.5});
    Plots.line(chart, "whole", epochs, new double[] {26.81, 1.2, 0.8, 0.7, 0.6, 0.5});
    Figure.of(chart);
    assertThat(chart.getStyler().getYAxisMax()).isCloseTo(1.8 + 1.3, within(1e-9));
    assertThat(chart.getXAxisTitle()).isEqualTo("epoch (the first values, up to 69, lie above)");
    assertThat(AltText.of(chart)).contains("from 68.64 at 1");
  }

  @Test
  void anOrdinaryRunAndOneThatDivergesAreShownWhole() {
    for (double[] losses : List.of(
        new double[] {2.3, 1.2, 0.9, 0.7, 0.6, 0.5}, new double[] {2.3, 1.2, 0.9, 0.7, 0.6, 60})) {
      XYChart chart = Plots.xy("epoch", "loss (nats)", 460, 300);
      Plots.line(chart, "run", new double[] {1, 2, 3, 4, 5, 6}, losses);
      Figure.of(chart);
      assertThat(chart.getStyler().getYAxisMax()).isNull();
    }
  }

  @Test
  void aSpikeAmidATrainingIsShownWhole() {
    XYChart chart = sixtyEpochs(30);
    assertThat(chart.getStyler().getYAxisMax()).isNull();
    assertThat(chart.getXAxisTitle()).isEqualTo("epoch");
  }

  @Test
  void aTenthOfALongRunIsItsBeginning() {
    XYChart chart = sixtyEpochs(0);
    assertThat(chart.getStyler().getYAxisMax()).isLessThan(5);
    assertThat(chart.getXAxisTitle()).isEqualTo("epoch (the first values, up to 15, lie above)");
  }

  /** A loss that falls from 2.3 to 0.4, but for five epochs at 15. */
  private static XYChart sixtyEpochs(int spike) {
    double[] epochs = IntStream.rangeClosed(1, 60).mapToDouble(i -> i).toArray();
    double[] losses = IntStream.range(0, 60)
        .mapToDouble(i -> i >= spike && i < spike + 5 ? 15 : 2.3 - 1.9 * i / 59)
        .toArray();
    XYChart chart = Plots.xy("epoch", "loss (nats)", 460, 300);
    Plots.line(chart, "run", epochs, losses);
    Figure.of(chart);
    return chart;
  }

  @Test
  void aForestShowsTheIntervalAndZero() {
    Table table = Table.create(
        "differences",
        StringColumn.create("contrast", "with - without", "se - none"),
        DoubleColumn.create("here", -13.0, 0.03),
        DoubleColumn.create("here_std", 1.5, 2.0));
    XYChart forest = Plots.forest(table, "contrast", "here");
    assertThat(forest.getStyler().getXAxisMin()).isLessThan(-14.5);
    assertThat(forest.getStyler().getXAxisMax()).isGreaterThan(2.03);
    assertThat(forest.getSeries("interval of row 1").getXData()).containsExactly(-14.5, -11.5);
    assertThat(forest.getSeries("none").getXData()).containsExactly(0, 0);
    assertThat(AltText.of(forest))
        .isEqualTo(
            "Forest plot of here, zero marked: with - without -13 (-14.5 to -11.5); se - none 0.03 (-1.97 to 2.03).");
  }

  @Test
  void aForestMarksTheMarginsOfADifferenceThatIsToStayWithinThem() {
    Table table = Table.create(
        "differences",
        StringColumn.create("contrast", "d - b", "e - d", "with - without"),
        DoubleColumn.create("here", -1.0, 0.1, 0.2),
        DoubleColumn.create("here_std", 0.2, 0.1, 0.1),
        DoubleColumn.create("here_lowest", Double.NaN, -0.5, Double.NaN),
        DoubleColumn.create("here_highest", Double.NaN, 0.5, 2.0));
    XYChart forest = Plots.forest(table, "contrast", "here");
    assertThat(forest.getSeries("lowest of row 2")).isNull();
    assertThat(forest.getSeries("lowest of row 1").getXData()).containsExactly(-0.5, -0.5);
    assertThat(forest.getSeries("highest of row 1").getXData()).containsExactly(0.5, 0.5);
    assertThat(forest.getSeries("lowest of row 0")).isNull();
    assertThat(forest.getStyler().getXAxisMax())
        .as("a margin beyond all intervals is on the axis")
        .isGreaterThan(2);
    assertThat(AltText.of(forest))
        .endsWith("e - d 0.1 (0 to 0.2), lowest allowed -0.5, highest allowed 0.5;"
            + " with - without 0.2 (0.1 to 0.3), highest allowed 2.");
  }

  @Test
  void anOpenEndOfAnIntervalReachesToTheEdgeOfAForest() {
    double none = Double.NaN, open = Double.POSITIVE_INFINITY;
    XYChart forest = Plots.forest(
        differences(
            new double[] {0.4, 0.4, 0.4, 0.4, 0.4},
            new double[] {-0.1, -open, -open, none, 0.2},
            new double[] {open, 0.9, open, none, 0.5}),
        "contrast",
        "here");
    double left = forest.getStyler().getXAxisMin(), right = forest.getStyler().getXAxisMax();
    assertThat(left).as("the axis is as long as the finite ends need").isBetween(-0.3, -0.1);
    assertThat(right).isBetween(0.9, 1.1);
    assertThat(forest.getSeries("interval of row 4").getXData()).containsExactly(-0.1, right);
    assertThat(forest.getSeries("interval of row 3").getXData()).containsExactly(left, 0.9);
    assertThat(forest.getSeries("interval of row 2")).isNull();
    assertThat(forest.getSeries("interval of row 1")).isNull();
    assertThat(forest.getSeries("interval of row 0").getXData()).containsExactly(0.2, 0.5);
    assertThat(Figure.of(forest).altText())
        .isEqualTo(
            "Forest plot of here, zero marked: a 0.4 (-0.1 to any more);"
                + " b 0.4 (any less to 0.9); c 0.4 (no interval); d 0.4 (no interval); e 0.4 (0.2 to 0.5).");
  }

  @Test
  void aForestWithoutAnyIntervalSaysSo() {
    Table table = differences(new double[] {0.4}, new double[1], new double[1]);
    table.removeColumns("here_low", "here_high");
    assertThat(AltText.of(Plots.forest(table, "contrast", "here")))
        .isEqualTo("Forest plot of here, zero marked: a 0.4 (no interval).");
  }

  @Test
  void anIntervalWhoseEndsAreTheWrongWayRoundIsRefused() {
    Table table = differences(new double[] {0.4}, new double[] {0.9}, new double[] {-0.1});
    assertThatThrownBy(() -> Plots.forest(table, "contrast", "here"))
        .hasMessage(
            "an interval's low end must not lie above its high one; row 'a' of table 'differences' has here_low 0.9 and here_high -0.1");
  }

  private static Table differences(double[] middles, double[] low, double[] high) {
    return Table.create(
        "differences",
        StringColumn.create("contrast", List.of("a", "b", "c", "d", "e").subList(0, low.length)),
        DoubleColumn.create("here", middles),
        DoubleColumn.create("here_low", low),
        DoubleColumn.create("here_high", high));
  }

  @Test
  void aLevelRunsDashedAcrossTheOtherLines() {
    XYChart chart = Plots.xy("block", "distance", 460, 300);
    assertThatThrownBy(() -> Plots.level(chart, "even", 16.5))
        .hasMessage("the line 'even' is drawn across a chart's other lines, and there are none");
    Plots.line(chart, "head 1", new double[] {1, 2, 6}, new double[] {15, 16, 17});
    var even = Plots.level(chart, "even", 16.5).getSeries("even");
    assertThat(even.getXData()).containsExactly(1, 6);
    assertThat(even.getYData()).containsExactly(16.5, 16.5);
    assertThat(even.getLineStyle().getDashArray()).isNotEmpty();
  }

  @Test
  void barsBeginAtZero() {
    Table table = Table.create(
        "t", StringColumn.create("net", "a", "b"), DoubleColumn.create("accuracy", 90.0, 93.0));
    assertThat(Plots.bars(table, "net", "accuracy").getStyler().getYAxisMin()).isEqualTo(0.0);
  }

  @Test
  void namesThatDoNotFitInARowAreStacked() {
    XYChart chart = Plots.xy("x", "y", 300, 200);
    for (String name : List.of("a name of some length", "another name of some length"))
      Plots.line(chart, name, new double[] {1, 2}, new double[] {1, 2});
    assertThat(Figure.of(chart).height()).isGreaterThan(200);
    assertThat(chart.getStyler().getLegendLayout()).hasToString("Vertical");
  }

  private static final Table RUN = Table.create(
      "run",
      DoubleColumn.create("epoch", 1.0, 2.0, 3.0),
      DoubleColumn.create("val_acc1", 0.8, Double.NaN, 0.9));

  private static final Table NETS = Table.create(
      "nets",
      StringColumn.create("net", "vgg16", "googlenet"),
      DoubleColumn.create("params_m", 140.0, 7.0),
      DoubleColumn.create("test_acc1", 0.7, 0.69),
      DoubleColumn.create("test_acc1_std", 0.01, 0.02));

  @Test
  void curvesDrawOneLineARunAndLabelTheirUnits() {
    XYChart chart = Plots.curves("val_acc1", Map.of("plain", RUN));
    assertThat(chart.getSeriesCollection()).extracting("name").containsExactly("plain");
    assertThat(chart.getYAxisTitle()).isEqualTo("validation accuracy (fraction)");
    assertThat(chart.getXAxisTitle()).isEqualTo("epoch");
  }

  @Test
  void aBandGoesADeviationAboveItsLineAndBackBelow() {
    Table runs = Table.create(
        "runs",
        DoubleColumn.create("epoch", 1.0, 2.0),
        DoubleColumn.create("val_acc1", 0.5, 0.75),
        DoubleColumn.create("val_acc1_std", 0.25, 0.125));
    XYChart chart = Plots.bands("val_acc1", Map.of("plain", runs));
    assertThat(chart.getSeries("plain, band").getXData()).containsExactly(1, 2, 2, 1);
    assertThat(chart.getSeries("plain, band").getYData()).containsExactly(0.75, 0.875, 0.625, 0.25);
    assertThat(chart.getSeries("plain").getLineColor()).isEqualTo(Look.SERIES.get(0));
    assertThat(AltText.of(chart))
        .isEqualTo(
            "Line chart with bands of a standard deviation of validation accuracy (fraction) by epoch. plain: from 0.5 at 1 to 0.75 at 2.");
  }

  @Test
  void aSingleRunHasALineAndNoBand() {
    Table run = Table.create(
        "run",
        DoubleColumn.create("epoch", 1.0, 2.0),
        DoubleColumn.create("val_acc1", 0.5, 0.75),
        DoubleColumn.create("val_acc1_std", 0.0, 0.0));
    assertThat(Plots.bands("val_acc1", Map.of("plain", run)).getSeriesCollection())
        .extracting("name")
        .containsExactly("plain");
  }

  @Test
  void anEpochWithoutAValueIsLeftOutOfTheLine() {
    var line = Plots.curves("val_acc1", Map.of("plain", RUN)).getSeries("plain");
    assertThat(line.getXData()).containsExactly(1, 3);
    assertThat(line.getYData()).containsExactly(0.8, 0.9);
  }

  @Test
  void aLongLinesTicksAreAtRoundNumbers() {
    double[] epochs = IntStream.rangeClosed(1, 138).mapToDouble(i -> i / 23.0).toArray();
    XYChart chart = Plots.xy("epoch", "loss (nats)", 460, 300);
    Plots.line(chart, "training", epochs, epochs);
    List<Double> tried = new ArrayList<>();
    chart
        .getStyler()
        .setXAxisMin(0.0)
        .setXAxisMax(6.0)
        .setXAxisTickLabelsFormattingFunction(tick -> {
          tried.add(tick);
          return tick.toString();
        });
    BitmapEncoder.getBufferedImage(chart);
    assertThat(tried)
        .isNotEmpty()
        .allSatisfy(tick -> assertThat(100 * tick).isCloseTo(Math.rint(100 * tick), within(1e-9)));
  }

  @Test
  void anyColumnMayBeTheHorizontalOne() {
    Table norms = Table.create(
        "norms", DoubleColumn.create("depth", 1.0, 2.0), DoubleColumn.create("ratio", 0.3, 0.1));
    XYChart chart = Plots.lines("depth", "ratio", Map.of("plain", norms));
    assertThat(chart.getSeries("plain").getYData()).containsExactly(0.3, 0.1);
    assertThat(chart.getXAxisTitle()).isEqualTo("layer, counted from the image");
  }

  @Test
  void aMissingColumnIsNamedBesideThoseThatAreThere() {
    assertThatThrownBy(() -> Plots.curves("val_acc", Map.of("plain", RUN)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no column 'val_acc' in table 'run'; its columns: epoch, val_acc1");
  }

  @Test
  void aTextColumnIsRefusedAsAValue() {
    assertThatThrownBy(() -> Plots.bars(NETS, "net", "net"))
        .hasMessageContaining("must hold numbers, and holds STRING");
  }

  @Test
  void barsTakeTheirErrorBarsFromTheColumnNamedStd() {
    CategorySeries bars = Plots.bars(NETS, "net", "test_acc1").getSeries("test_acc1");
    assertThat(bars.getExtraValues()).containsExactly(0.01, 0.02);
    assertThat(Plots.bars(NETS, "net", "params_m").getSeries("params_m").getExtraValues())
        .isNull();
  }

  @Test
  void aBubblesAreaNotItsDiameterIsProportional() {
    double[] diameters = Bubbles.diameters(new double[] {4, 1});
    assertThat(diameters[0] / diameters[1]).isEqualTo(2);
  }

  @Test
  void aCircleWithoutAValueIsLeftOutAndToldOf() {
    double none = Double.NaN;
    BubbleChart chart = Plots.bubbles(
        circles(new double[] {1, none, 3, 4}, new double[] {0.7, 0.8, none, 0.9}),
        "net",
        "macs",
        "acc",
        "params");
    assertThat(chart.getSeriesCollection()).extracting("name").containsExactly("a", "d");
    assertThat(chart.getSeries("d").getExtraValues()).containsExactly(64);
    assertThat(chart.getStyler().getXAxisMin()).isBetween(0.0, 1.0);
    assertThat(chart.getStyler().getXAxisMax()).isBetween(4.0, 5.0);
    assertThat(chart.getStyler().getYAxisMin()).isBetween(0.6, 0.7);
    assertThat(Figure.of(chart).altText())
        .endsWith("a: 0.7 at 1; d: 0.9 at 4; without a value, and not drawn: b, c.");
  }

  @Test
  void circlesOfWhichNoneHasAllValuesAreRefused() {
    double none = Double.NaN;
    Table table = circles(new double[] {1, none, 3, none}, new double[] {none, 0.8, none, none});
    assertThatThrownBy(() -> Plots.bubbles(table, "net", "macs", "acc", "params"))
        .hasMessage(
            "nothing to draw: a circle needs values in 'macs', 'acc' and 'params' that an axis can show, and no row of table 't' has all three");
  }

  private static Table circles(double[] x, double[] y) {
    return Table.create(
        "t",
        StringColumn.create("net", "a", "b", "c", "d"),
        DoubleColumn.create("macs", x),
        DoubleColumn.create("acc", y),
        DoubleColumn.create("params", 1, 2, 3, 4));
  }

  @Test
  void aNameCanBeReadOnACircleOfAnyFamilysColour() {
    String[] families = {"a", "b", "c", "d", "e", "f", "g"};
    double[] some = {1, 2, 3, 4, 5, 6, 7};
    BubbleChart chart = Plots.bubbles(
        Table.create(
            "t",
            StringColumn.create("net", families),
            DoubleColumn.create("macs", some),
            DoubleColumn.create("acc", some),
            DoubleColumn.create("params", some)),
        "net",
        "macs",
        "acc",
        "params");
    double ink = luminance(chart.getStyler().getAnnotationTextFontColor(), 255);
    assertThat(chart.getSeriesCollection()).hasSize(families.length).allSatisfy(circle -> {
      Color fill = circle.getFillColor();
      assertThat((luminance(fill, fill.getAlpha()) + 0.05) / (ink + 0.05))
          .as("contrast, as WCAG 2 defines it")
          .isGreaterThan(4.5);
    });
  }

  /** Of a colour laid over white: relative luminance in sRGB, from 0 to 1. */
  private static double luminance(Color colour, int alpha) {
    float[] channels = colour.getRGBColorComponents(null);
    double[] weights = {0.2126, 0.7152, 0.0722};
    return IntStream.range(0, 3)
        .mapToDouble(i -> {
          double c = 1 - alpha / 255.0 * (1 - channels[i]);
          return weights[i] * (c <= 0.04045 ? c / 12.92 : Math.pow((c + 0.055) / 1.055, 2.4));
        })
        .sum();
  }

  @Test
  void largeNumbersOnAnAxisAreShort() {
    var ticks = Plots.bubbles(
            Table.create(
                "t",
                StringColumn.create("net", "a"),
                DoubleColumn.create("macs", 4e7),
                DoubleColumn.create("acc", 0.9),
                DoubleColumn.create("params", 1.0)),
            "net",
            "macs",
            "acc",
            "params")
        .getStyler()
        .getXAxisTickLabelsFormattingFunction();
    assertThat(List.of(2e7, 3.5e9, 2012.0, 0.25))
        .extracting(ticks::apply)
        .containsExactly("20M", "3.5B", "2012", "0.25");
  }

  @Test
  void histogramCountsEveryValueOnce() {
    double[] values = {0, 0.1, 0.5, 0.9, 1};
    var chart = Plots.histogram("weight", 4, Map.of("w", values));
    assertThat(chart.getSeries("w").getYData()).containsExactly(2, 0, 1, 2);
  }

  @Test
  void aHistogramOfNothingIsRefused() {
    assertThatThrownBy(() -> Plots.histogram("weight", 4, Map.of()))
        .hasMessage("a histogram of weight needs at least one value, and got none");
  }

  @Test
  void confusionsRunFromTheTopDownAndSpanTheMistakesOnly() {
    var map =
        Plots.confusions(new int[][] {{90, 7}, {3, 80}}, List.of("Coat", "Bag")).getHeatMapSeries();
    assertThat(map.getYData()).isEqualTo(List.of("Bag", "Coat"));
    assertThat(map.getMax()).isEqualTo(7);
    Number[] coatTakenForBag = map.getHeatData().get(1);
    assertThat(coatTakenForBag).containsExactly(1, 1, 7);
  }

  @Test
  void aSingleBarAndASingleCellCanBeDrawn() {
    Table one = Table.create(
        "one",
        StringColumn.create("net", "a"),
        StringColumn.create("source", "b"),
        DoubleColumn.create("value", 1.0));
    assertThat(Figure.of(Plots.bars(one, "net", "value")).png()).isNotEmpty();
    assertThat(Figure.of(Plots.heat(one, "net", "source", "value")).png()).isNotEmpty();
  }

  @Test
  void everyRowOfAHeatMapHasItsNameAtItsMiddle() {
    var styler =
        Plots.confusions(new int[][] {{90, 7}, {3, 80}}, List.of("Coat", "Bag")).getStyler();
    assertThat(styler.getYAxisMin()).isEqualTo(-0.5);
    assertThat(styler.getYAxisMax()).isEqualTo(1.5);
    assertThat(Stream.of(0.0, 1.0).map(styler.getYAxisTickLabelsFormattingFunction()))
        .containsExactly("Bag", "Coat");
    assertThat(Stream.of(-0.5, 0.5, 1.5).map(styler.getYAxisTickLabelsFormattingFunction()))
        .doesNotHaveDuplicates()
        .allMatch(blank -> blank.matches(" [\\u200b\\u200c\\u200d]{3}"));
  }

  @Test
  void aLongNameOfARowIsShortenedInItsMiddle() {
    var styler =
        Plots.confusions(new int[1][1], List.of("layer12.downsample.conv1")).getStyler();
    assertThat(styler.getYAxisTickLabelsFormattingFunction().apply(0.0))
        .isEqualTo("layer12.d\u2026mple.conv1");
  }

  @Test
  void aConfusionMatrixOfAnotherSizeThanItsClassesIsRefused() {
    assertThatThrownBy(() -> Plots.confusions(new int[2][3], List.of("Coat", "Bag")))
        .hasMessage("a confusion matrix of 2 classes must be 2 x 2, and is 2 x 3");
  }

  @Test
  void aHeatMapRunsFromTheTopDownAndLeavesMissingPairsEmpty() {
    Table pairs = Table.create(
        "pairs",
        StringColumn.create("layer", "1", "2", "2"),
        StringColumn.create("source", "input", "input", "1"),
        DoubleColumn.create("mean_weight", 0.5, 0.25, 2));
    var chart = Plots.heat(pairs, "layer", "source", "mean_weight");
    assertThat(chart.getHeatMapSeries().getYData()).isEqualTo(List.of("1", "input"));
    Number[] secondReadsFirst = chart.getHeatMapSeries().getHeatData().get(2);
    assertThat(secondReadsFirst).containsExactly(1, 0, 2.0);
    assertThat(chart.getHeatMapSeries().getHeatData()).hasSize(3);
    assertThat(AltText.of(chart))
        .isEqualTo(
            "Heat map of mean absolute weight: source against layer. 3 cells, from 0.25 at input and 2 to 2 at 1 and 2.");
  }

  @Test
  void aMissingValueLeavesItsCellEmptyAndAHeatMapItsScale() {
    Table pairs = Table.create(
        "pairs",
        StringColumn.create("layer", "1", "2", "2"),
        StringColumn.create("source", "input", "input", "1"),
        DoubleColumn.create("mean_weight", 0.5, Double.NaN, 2));
    var chart = Plots.heat(pairs, "layer", "source", "mean_weight");
    assertThat(chart.getHeatMapSeries().getMax()).isEqualTo(2);
    assertThat(Figure.of(chart).altText())
        .isEqualTo(
            "Heat map of mean absolute weight: source against layer. 2 cells, from 0.5 at input and 1 to 2 at 1 and 2; 1 without a value.");
  }

  @Test
  void heatMapsOfOneScaleGiveItsEndInTwoDigitsAndDrawLargerValuesInItsDarkestColour() {
    Table pairs = Table.create(
        "pairs",
        StringColumn.create("layer", "1", "classifier"),
        StringColumn.create("source", "input", "input"),
        DoubleColumn.create("mean_weight", 0.076846361, 0.25));
    var chart = Plots.heat(pairs, "layer", "source", "mean_weight", 0.076846361);
    assertThat(chart.getHeatMapSeries().getMax()).isEqualTo(0.077);
    BufferedImage drawn = drawn(chart);
    int middle = Math.round(drawn.getHeight() * 0.3f);
    assertThat(new Color(drawn.getRGB(drawn.getWidth() * 3 / 4, middle)))
        .isEqualTo(Look.SERIES.get(0));
    assertThatThrownBy(() -> Plots.heat(pairs, "layer", "source", "mean_weight", 0))
        .hasMessage(
            "the darkest colour of a heat map stands for a value above 0, and was given 0.0");
  }

  @Test
  void aHeatMapOfNothingButZerosIsWhite() {
    Table zeros = Table.create(
        "zeros",
        StringColumn.create("layer", "1"),
        StringColumn.create("source", "input"),
        DoubleColumn.create("mean_weight", 0.0));
    assertThat(Plots.heat(zeros, "layer", "source", "mean_weight")
            .getHeatMapSeries()
            .getMax())
        .isEqualTo(1);
  }

  @Test
  void aColourScaleHasNoColourBesideItsOwn() {
    Table one = Table.create(
        "one",
        StringColumn.create("net", "a"),
        StringColumn.create("source", "b"),
        DoubleColumn.create("value", 1.0));
    BufferedImage drawn = drawn(Plots.heat(one, "net", "source", "value"));
    int scale = Math.round(drawn.getHeight() * 0.92f);
    int last = 255;
    for (int x = drawn.getWidth() / 4; x < drawn.getWidth() * 3 / 4; x++) {
      int red = new Color(drawn.getRGB(x, scale)).getRed();
      if (red == 255) continue; // beside the scale
      assertThat(red).as("red at %s of a scale from white to blue", x).isLessThanOrEqualTo(last);
      last = red;
      if (red == 0) break;
    }
    assertThat(last).as("red at its end").isZero();
  }

  private static BufferedImage drawn(IChart chart) {
    try {
      return ImageIO.read(new ByteArrayInputStream(Figure.of(chart).png()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aStageTableHasTheLayersTotals() {
    Graph graph = new Graph(Shape.image(1, 8, 8));
    graph.classify(graph
        .input()
        .in("layer1", x -> x.conv("conv", Conv.of(4, 3)).relu("relu"))
        .flatten("flatten")
        .dense("fc", 10));
    Table stages = LayerTable.stages(Summary.of(graph), 2),
        layers = LayerTable.of(Summary.of(graph), 2);
    assertThat(stages.stringColumn("layer").asList())
        .containsExactly("layer1", "flatten - fc", "total");
    for (String column : List.of("params", "macs", "activation_kb"))
      assertThat(stages.column(column).get(2))
          .as(column)
          .isEqualTo(layers.column(column).get(4));
  }

  @Test
  void theLayerTableEndsInItsTotals() {
    Graph graph = new Graph(Shape.image(1, 8, 8));
    graph.classify(graph
        .input()
        .conv("conv", Conv.of(4, 3))
        .relu("relu")
        .flatten("flatten")
        .dense("fc", 10));
    Summary summary = Summary.of(graph);
    Table table = LayerTable.of(summary);
    assertThat(table.stringColumn("layer").asList())
        .containsExactly("conv", "relu", "flatten", "fc", "total");
    assertThat(table.stringColumn("output").get(0)).isEqualTo("4 x 8 x 8");
    assertThat(table.longColumn("params").get(4)).isEqualTo(4 * 9 + 4 * 64 * 10 + 10);
    assertThat(table.doubleColumn("activation_kb").get(3))
        .as("ten numbers of four bytes")
        .isEqualTo(0.04);
    assertThat(table.doubleColumn("activation_kb").get(4))
        .isEqualTo(summary.activationBytes(1) / 1e3);
    assertThat(LayerTable.of(summary, 3).doubleColumn("activation_kb").get(3)).isEqualTo(0.12);
    assertThat(LayerTable.weighted(summary).stringColumn("layer").asList())
        .containsExactly("conv", "fc");
  }
}
