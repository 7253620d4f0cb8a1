package sevennets.notebook;

import java.util.List;
import java.util.function.ToDoubleFunction;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import sevennets.plot.Figure;
import sevennets.plot.Plots;
import sevennets.train.History;

/**
 * What a live view shows at one moment. It holds copies only, so that another thread may draw it
 * while training goes on.
 *
 * @param warnings in HTML
 * @param courses loss and accuracy on the training images so far
 * @param measured the epochs that are over
 * @param epochs how many the run will have, or 0 where no step is done yet
 */
record Frame(
    Status status, String warnings, Curves courses, List<History.Epoch> measured, int epochs) {

  /** Points of two curves: {@code epochs[i]} is where on the x axis. */
  record Curves(double[] epochs, double[] losses, double[] accuracies) {}

  private static final String TRAINING = "training";
  private static final String VALIDATION = "validation";

  /** The loss axis ends at so many times the highest training loss. */
  private static final double HEADROOM = 1.5;

  Shown shown() {
    StringBuilder html = new StringBuilder("<div>").append(status.html()).append(warnings);
    StringBuilder text = new StringBuilder(status.text());
    if (courses.epochs().length > 0) {
      Figure loss =
          Figure.of(bounded(chart("loss (nats)", courses.losses(), History.Epoch::valLoss)));
      Figure accuracy =
          Figure.of(chart("accuracy (fraction)", courses.accuracies(), History.Epoch::valAcc1));
      html.append(loss.html()).append(accuracy.html());
      text.append('\n').append(loss.altText()).append('\n').append(accuracy.altText());
    }
    return new Shown(html.append("</div>").toString(), text.toString());
  }

  /**
   * Before a net's batch norms have seen much, its validation loss can be thousands of times the
   * rest, which it would press flat.
   */
  static XYChart bounded(XYChart losses) {
    double bound = HEADROOM * highest(losses, TRAINING);
    if (highest(losses, VALIDATION) > bound) {
      losses.getStyler().setYAxisMax(bound);
    }
    return losses;
  }

  private static double highest(XYChart chart, String line) {
    return chart.getSeriesCollection().stream()
        .filter(series -> series.getName().equals(line))
        .mapToDouble(XYSeries::getYMax)
        .max()
        .orElse(0);
  }

  private XYChart chart(
      String quantity, double[] training, ToDoubleFunction<History.Epoch> validation) {
    XYChart chart = Plots.xy("epoch", quantity, 460, 300);
    Plots.line(chart, TRAINING, courses.epochs(), training);
    if (!measured.isEmpty()) {
      double[] ends = measured.stream().mapToDouble(History.Epoch::epoch).toArray();
      Plots.line(
          chart, VALIDATION, ends, measured.stream().mapToDouble(validation).toArray());
    }
    if (epochs > 0) {
      chart.getStyler().setXAxisMin(0.0).setXAxisMax((double) epochs);
    }
    return chart;
  }
}
