package sevennets.notebook;

import java.util.List;
import java.util.function.ToDoubleFunction;
import org.knowm.xchart.XYChart;
import sevennets.plot.Figure;
import sevennets.plot.Plots;
import sevennets.train.History;

/**
 * What a live view shows at one moment. It holds copies only, so that another thread may draw it
 * while training goes on.
 *
 * @param name of what is trained, the charts' title; may be empty
 * @param warnings in HTML
 * @param courses loss and accuracy on the training images so far
 * @param measured the epochs that are over
 * @param epochs how many the run will have, or 0 where no step is done yet
 */
record Frame(
    String name,
    Status status,
    String warnings,
    Curves courses,
    List<History.Epoch> measured,
    int epochs) {

  /** Points of two curves: {@code epochs[i]} is where on the x axis. */
  record Curves(double[] epochs, double[] losses, double[] accuracies) {}

  private static final String TRAINING = "training";
  private static final String VALIDATION = "validation";

  Shown shown() {
    StringBuilder html = new StringBuilder("<div>").append(status.html()).append(warnings);
    StringBuilder text = new StringBuilder(status.text());
    if (courses.epochs().length > 0) {
      Figure loss = Figure.of(chart("loss (nats)", courses.losses(), History.Epoch::valLoss));
      Figure accuracy =
          Figure.of(chart("accuracy (fraction)", courses.accuracies(), History.Epoch::valAcc1));
      html.append(loss.html()).append(accuracy.html());
      text.append('\n').append(loss.altText()).append('\n').append(accuracy.altText());
    }
    return new Shown(html.append("</div>").toString(), text.toString());
  }

  private XYChart chart(
      String quantity, double[] training, ToDoubleFunction<History.Epoch> validation) {
    XYChart chart = Plots.xy("epoch", quantity, 460, 300);
    chart.setTitle(name);
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
