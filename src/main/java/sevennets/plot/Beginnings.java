package sevennets.plot;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;

/**
 * A run's first values must not set its axis. Before a net's batch norms have seen much, its loss
 * can be a hundred times what comes, and all that comes would be pressed flat.
 */
final class Beginnings {
  /** A line with fewer points has no tenth that could be left out. */
  private static final int FEWEST = 4;

  /** The axis is cut if it is so many times as long as nine tenths of the points need. */
  private static final double FAR = 5;

  private Beginnings() {}

  /** Cuts the axis of a chart by epoch where that is needed, and says so on the chart. */
  static void cut(XYChart chart) {
    boolean free = chart.getStyler().getYAxisMax() == null
        && !chart.getStyler().isYAxisLogarithmic()
        && chart.getXAxisTitle().equals(Axis.label("epoch"));
    if (!free) return;
    List<XYSeries> lines =
        chart.getSeriesCollection().stream().filter(s -> !Bands.isBand(s)).toList();
    double highest = extreme(lines, true), lowest = extreme(lines, false);
    double usual = lines.stream()
        .map(XYSeries::getYData)
        .filter(values -> values.length >= FEWEST)
        .mapToDouble(Beginnings::usual)
        .max()
        .orElse(highest);
    double top = usual + (usual - lowest);
    boolean far = usual > lowest && highest - lowest > FAR * (usual - lowest);
    if (far && lines.stream().allMatch(line -> isBelowAfterItsBeginning(line.getYData(), top))) {
      chart.getStyler().setYAxisMax(top);
      chart.setXAxisTitle(
          "epoch (the first values, up to %s, lie above)".formatted(Axis.centre(highest)));
    }
  }

  /**
   * The largest but for a tenth of the values; the last one counts, or a run that diverges hid it.
   */
  private static double usual(double[] values) {
    double[] sorted = Arrays.stream(values).sorted().toArray();
    return Math.max(
        sorted[sorted.length - 1 - beginning(values.length)], values[values.length - 1]);
  }

  /** What happens amid a training is part of its course: a cut axis would hide it. */
  private static boolean isBelowAfterItsBeginning(double[] values, double top) {
    return Arrays.stream(values).skip(beginning(values.length)).allMatch(value -> value <= top);
  }

  /** A tenth of the points. */
  private static int beginning(int points) {
    return Math.max(1, points / 10);
  }

  private static double extreme(Collection<XYSeries> lines, boolean highest) {
    return lines.stream()
        .mapToDouble(line -> highest ? line.getYMax() : line.getYMin())
        .reduce(highest ? Math::max : Math::min)
        .orElse(0);
  }
}
