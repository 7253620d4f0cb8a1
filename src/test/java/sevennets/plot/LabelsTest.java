package sevennets.plot;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.internal.chartpart.IChart;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** Labels are judged by the outlines of their letters as the chart paints them. */
class LabelsTest {
  /** As many names as a net has layers, as long as the longest in this library. */
  private static final int[] COUNTS = {1, 7, 30};

  @TestFactory
  Stream<DynamicTest> noTwoLabelsOfAnyChartTouch() {
    Map<String, IntFunction<IChart>> charts = new LinkedHashMap<>();
    charts.put("bars", n -> Plots.bars(table(n, 1), "layer", "value"));
    charts.put("two bars", n -> Plots.bars(table(n, 1), "layer", "value", "other"));
    charts.put("forest", n -> Plots.forest(table(Math.min(n, 14), 1), "layer", "value"));
    charts.put("bubbles", n -> bubbles(Math.min(n, 14), 1));
    charts.put("bubbles, logarithmic", n -> bubbles(Math.min(n, 14), 1e6));
    charts.put("scatter", n -> Plots.scatter(table(Math.min(n, 20), 1), "layer", "other", "value"));
    charts.put("scatter, logarithmic", LabelsTest::logarithmic);
    charts.put("heat", LabelsTest::heat);
    charts.put("confusions", n -> Plots.confusions(new int[n][n], names(n)));
    charts.put("lines", n -> lines(Math.min(n, 14)));
    charts.put("histogram", n -> Plots.histogram("weight", Math.max(2, n), values(n + 1)));
    return charts.entrySet().stream()
        .flatMap(kind -> IntStream.of(COUNTS)
            .mapToObj(n -> DynamicTest.dynamicTest(
                "%s of %d".formatted(kind.getKey(), n),
                () -> assertThat(Painted.overlaps(kind.getValue().apply(n))).isEmpty())));
  }

  @Test
  void labelsAreFoundAtAll() {
    assertThat(Painted.labels(Plots.bars(table(7, 1), "layer", "value")))
        .as("seven names, two titles, some ticks")
        .hasSizeGreaterThan(7 + 2 + 2);
  }

  @Test
  void aNameIsWrittenForEveryCircleAndPoint() {
    int axes = Painted.labels(bubbles(1, 1)).size() - 1;
    assertThat(Painted.labels(bubbles(2, 1)).size()).isBetween(axes, axes + 6);
    assertThat(bubbles(7, 1)).isInstanceOf(NamedCircles.class);
  }

  @Test
  void aNameStandsBesideItsPointAndIsJoinedToItWhereThereIsNoRoom() throws Exception {
    assertThat(joined(2)).as("pixels of lines from two points to their names").isZero();
    assertThat(joined(9)).as("and from nine points in a heap").isPositive();
  }

  private static long joined(int points) throws Exception {
    Table heap = Table.create(
        "heap",
        StringColumn.create("layer", names(points)),
        DoubleColumn.create("x", IntStream.range(0, points).mapToDouble(i -> 5 + i * 0.1)),
        DoubleColumn.create("y", IntStream.range(0, points).mapToDouble(i -> 5 + i % 3 * 0.1)));
    heap.append(Table.create(
        "corners",
        StringColumn.create("layer", "low", "high"),
        DoubleColumn.create("x", 0.0, 10.0),
        DoubleColumn.create("y", 0.0, 10.0)));
    byte[] png = Figure.of(Plots.scatter(heap, "layer", "x", "y")).png();
    BufferedImage drawn = ImageIO.read(new ByteArrayInputStream(png));
    return IntStream.range(0, drawn.getWidth() * drawn.getHeight())
        .map(i -> drawn.getRGB(i % drawn.getWidth(), i / drawn.getWidth()))
        .filter(colour -> colour == Names.JOIN.getRGB())
        .count();
  }

  private static IChart bubbles(int n, double factor) {
    return Plots.bubbles(table(n, factor), "layer", "other", "value", "size");
  }

  private static IChart logarithmic(int n) {
    XYChart chart = Plots.scatter(table(Math.min(n, 14), 1e5), "layer", "value", "other");
    chart.getStyler().setYAxisLogarithmic(true);
    return chart;
  }

  private static IChart heat(int n) {
    List<String> names = names(n);
    Table pairs = Table.create(
        "pairs",
        StringColumn.create("layer", names.stream().flatMap(a -> names.stream().map(b -> a))),
        StringColumn.create("source", names.stream().flatMap(a -> names.stream())),
        DoubleColumn.create("mean_weight", values(n * n).get("w")));
    return Plots.heat(pairs, "layer", "source", "mean_weight");
  }

  private static IChart lines(int n) {
    Map<String, Table> runs = new LinkedHashMap<>();
    for (String name : names(n))
      runs.put(
          name,
          Table.create(
              name,
              DoubleColumn.create("epoch", 1.0, 2.0, 3.0),
              DoubleColumn.create("val_loss", 3.0, 2.0, 1.0)));
    return Plots.curves("val_loss", runs);
  }

  private static Table table(int n, double factor) {
    Random random = new Random(n);
    return Table.create(
        "t",
        StringColumn.create("layer", names(n)),
        DoubleColumn.create("value", random.doubles(n).map(v -> 10 + v).toArray()),
        DoubleColumn.create(
            "other", random.doubles(n).map(v -> Math.pow(factor, v) + v).toArray()),
        DoubleColumn.create("size", random.doubles(n).map(v -> 1 + v).toArray()),
        DoubleColumn.create("value_std", random.doubles(n).toArray()));
  }

  private static Map<String, double[]> values(int n) {
    return Map.of("w", new Random(n).doubles(n).toArray());
  }

  private static List<String> names(int n) {
    return IntStream.range(0, n)
        .mapToObj(i -> "layer%d.downsample.conv".formatted(i))
        .toList();
  }
}
