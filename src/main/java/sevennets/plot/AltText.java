package sevennets.plot;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.knowm.xchart.BubbleChart;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategorySeries;
import org.knowm.xchart.HeatMapChart;
import org.knowm.xchart.HeatMapSeries;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.internal.chartpart.AxesChart;
import org.knowm.xchart.internal.chartpart.IChart;
import org.knowm.xchart.internal.series.AxesChartSeriesNumerical;

/**
 * What a chart shows, in words. The text is made from the chart's own series, so it can't say
 * something else than the picture does, and a chart that a reader made has one too.
 */
final class AltText {
  /** A bar chart with more bars is told by its highest bar. */
  private static final int BARS_NAMED = 12;

  private static final int CONFUSIONS_NAMED = 3;

  private AltText() {}

  static String of(IChart chart) {
    if (chart instanceof Spoken spoken) return spoken.altText();
    if (chart instanceof XYChart xy) {
      List<XYSeries> lines =
          xy.getSeriesCollection().stream().filter(s -> !Bands.isBand(s)).toList();
      boolean points = lines.stream().allMatch(s -> s.getYData().length == 1);
      boolean bands = lines.size() < xy.getSeriesCollection().size();
      String kind = bands
          ? "Line chart with bands of a standard deviation"
          : points ? "Scatter chart" : "Line chart";
      return sentence(kind, xy, lines.stream().map(AltText::course).toList());
    }
    if (chart instanceof BubbleChart bubbles) {
      List<String> told = new ArrayList<>();
      bubbles.getSeriesCollection().forEach(series -> told.add(course(series)));
      if (chart instanceof NamedCircles circles && !circles.leftOut().isEmpty())
        told.add("without a value, and not drawn: " + String.join(", ", circles.leftOut()));
      return sentence("Bubble chart", bubbles, told);
    }
    if (chart instanceof CategoryChart bars) {
      return sentence(
          "Bar chart",
          bars,
          bars.getSeriesCollection().stream().map(AltText::heights).toList());
    }
    if (chart instanceof HeatMapChart map) {
      boolean confusions = map.getHeatMapSeries().getName().equals(Confusions.SERIES);
      return confusions
          ? "Heat map of %s against %s. %s"
              .formatted(map.getYAxisTitle(), map.getXAxisTitle(), mistakes(map.getHeatMapSeries()))
          : "Heat map of %s: %s against %s. %s"
              .formatted(
                  map.getTitle(),
                  map.getYAxisTitle(),
                  map.getXAxisTitle(),
                  extremes(map.getHeatMapSeries()));
    }
    return chart.getTitle().isEmpty() ? "Chart." : "Chart: " + chart.getTitle() + ".";
  }

  private static String sentence(String kind, AxesChart<?, ?> chart, Collection<String> series) {
    String title = chart.getTitle().isEmpty() ? "" : " (" + chart.getTitle() + ")";
    String what = chart.getYAxisTitle().isEmpty() ? "values" : chart.getYAxisTitle();
    return "%s of %s by %s%s. %s."
        .formatted(kind, what, chart.getXAxisTitle(), title, String.join("; ", series));
  }

  /** A line's first and last point, and its extremes where they lie between. */
  private static String course(AxesChartSeriesNumerical series) {
    double[] x = series.getXData();
    double[] y = series.getYData();
    if (y.length == 1) {
      return "%s: %s at %s".formatted(series.getName(), number(y[0]), number(x[0]));
    }
    int last = y.length - 1;
    int lowest = IntStream.rangeClosed(0, last)
        .boxed()
        .min(Comparator.comparing(i -> y[i]))
        .orElseThrow();
    int highest = IntStream.rangeClosed(0, last)
        .boxed()
        .max(Comparator.comparing(i -> y[i]))
        .orElseThrow();
    List<String> points = new ArrayList<>();
    points.add("from %s at %s to %s at %s"
        .formatted(number(y[0]), number(x[0]), number(y[last]), number(x[last])));
    if (lowest > 0 && lowest < last) {
      points.add("lowest %s at %s".formatted(number(y[lowest]), number(x[lowest])));
    }
    if (highest > 0 && highest < last) {
      points.add("highest %s at %s".formatted(number(y[highest]), number(x[highest])));
    }
    return series.getName() + ": " + String.join(", ", points);
  }

  private static String heights(CategorySeries series) {
    List<?> names = List.copyOf(series.getXData());
    double[] y = series.getYData();
    if (y.length <= BARS_NAMED) {
      return series.getName()
          + ": "
          + IntStream.range(0, y.length)
              .mapToObj(i -> name(names.get(i)) + " " + number(y[i]))
              .collect(Collectors.joining(", "));
    }
    int highest = IntStream.range(0, y.length)
        .boxed()
        .max(Comparator.comparing(i -> y[i]))
        .orElseThrow();
    return "%s: %d bars from %s to %s, the highest %s at %s"
        .formatted(
            series.getName(),
            y.length,
            name(names.get(0)),
            name(names.get(y.length - 1)),
            number(y[highest]),
            name(names.get(highest)));
  }

  private static String mistakes(HeatMapSeries series) {
    String largest = series.getHeatData().stream()
        .map(cell -> new Cell(series, cell))
        .filter(cell -> cell.count > 0 && !cell.truth.equals(cell.prediction))
        .sorted(Comparator.comparing(cell -> -cell.count))
        .limit(CONFUSIONS_NAMED)
        .map(cell ->
            "%s taken for %s: %s".formatted(cell.truth, cell.prediction, number(cell.count)))
        .collect(Collectors.joining("; "));
    return "Most frequent off the diagonal: %s.".formatted(largest.isEmpty() ? "none" : largest);
  }

  private static String extremes(HeatMapSeries series) {
    List<Cell> cells = series.getHeatData().stream()
        .filter(Objects::nonNull)
        .map(cell -> new Cell(series, cell))
        .sorted(Comparator.comparing(cell -> cell.count))
        .toList();
    int missing = series.getHeatData().size() - cells.size();
    if (cells.isEmpty()) {
      return missing == 0 ? "No cells." : "No cell has a value.";
    }
    Cell lowest = cells.get(0);
    Cell highest = cells.get(cells.size() - 1);
    return "%d cells, from %s at %s and %s to %s at %s and %s%s."
        .formatted(
            cells.size(),
            number(lowest.count),
            name(lowest.truth),
            name(lowest.prediction),
            number(highest.count),
            name(highest.truth),
            name(highest.prediction),
            missing == 0 ? "" : "; %d without a value".formatted(missing));
  }

  private record Cell(Object truth, Object prediction, double count) {
    Cell(HeatMapSeries series, Number[] cell) {
      this(
          series.getYData().get(cell[1].intValue()),
          series.getXData().get(cell[0].intValue()),
          cell[2].doubleValue());
    }
  }

  private static String name(Object category) {
    return category instanceof Number n ? number(n.doubleValue()) : String.valueOf(category);
  }

  /**
   * Four significant digits, and no trailing zeros; the thousands of whole numbers apart from five
   * digits on, so that years stay years.
   */
  static String number(double value) {
    if (Double.isNaN(value)) {
      return "no value";
    }
    if (value == Math.rint(value) && Math.abs(value) < 1e15) {
      return String.format(Locale.ROOT, Math.abs(value) < 10_000 ? "%d" : "%,d", (long) value);
    }
    return new BigDecimal(value).round(new MathContext(4)).stripTrailingZeros().toPlainString();
  }
}
