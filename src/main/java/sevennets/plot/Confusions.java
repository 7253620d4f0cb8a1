package sevennets.plot;

import java.awt.Color;
import java.awt.Font;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.knowm.xchart.HeatMapChart;
import org.knowm.xchart.HeatMapChartBuilder;
import org.knowm.xchart.style.HeatMapStyler;

/** The confusion matrix as a heat map, the true classes from the top down. */
final class Confusions {
  /** The series' name, by which a confusion matrix is told from other heat maps. */
  static final String SERIES = "examples";

  private static final int HEIGHT = 520;

  private static final Color NONE = Color.WHITE;

  /** Light enough for black figures to be read on it. */
  private static final Color MOST = new Color(0xF4A582);

  private Confusions() {}

  static HeatMapChart chart(int[][] counts, List<String> classes) {
    require(counts, classes);
    HeatMapChart chart = Look.of(new HeatMapChartBuilder()
        .width(Look.WIDTH)
        .height(HEIGHT)
        .xAxisTitle("predicted class")
        .yAxisTitle("true class")
        .build());
    style(chart.getStyler(), classes);
    List<String> fromBelow = new ArrayList<>(classes);
    Collections.reverse(fromBelow);
    Rows.name(chart.getStyler(), fromBelow, HEIGHT - 100);
    chart.addSeries(SERIES, classes, fromBelow, cells(counts));
    chart.getHeatMapSeries().setMin(0).setMax(Math.max(1, largestMistake(counts)));
    return chart;
  }

  private static void style(HeatMapStyler styler, List<String> classes) {
    styler.setRangeColors(new Color[] {NONE, MOST});
    styler.setLegendVisible(false);
    styler.setShowValue(classes.size() <= 20);
    styler.setHeatMapValueDecimalPattern("0");
    styler.setValueFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
    Axis.name(styler, classes, Look.WIDTH);
    styler.setXAxisTickMarkSpacingHint(16);
    styler.setPlotContentSize(1);
  }

  /** Each cell as {column, row from below, count}; a diagonal cell takes the darkest colour. */
  private static List<Number[]> cells(int[][] counts) {
    List<Number[]> cells = new ArrayList<>();
    for (int truth = 0; truth < counts.length; truth++) {
      for (int prediction = 0; prediction < counts.length; prediction++) {
        cells.add(new Number[] {prediction, counts.length - 1 - truth, counts[truth][prediction]});
      }
    }
    return cells;
  }

  private static int largestMistake(int[][] counts) {
    int largest = 0;
    for (int truth = 0; truth < counts.length; truth++) {
      for (int prediction = 0; prediction < counts.length; prediction++) {
        largest = truth == prediction ? largest : Math.max(largest, counts[truth][prediction]);
      }
    }
    return largest;
  }

  private static void require(int[][] counts, List<String> classes) {
    for (int[] row : counts) {
      if (row.length != classes.size() || counts.length != classes.size()) {
        throw new IllegalArgumentException(
            "a confusion matrix of %d classes must be %1$d x %1$d, and is %d x %d"
                .formatted(classes.size(), counts.length, row.length));
      }
    }
  }
}
