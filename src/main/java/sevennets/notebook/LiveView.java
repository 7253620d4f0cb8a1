package sevennets.notebook;

import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.ToDoubleFunction;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import sevennets.plot.Figure;
import sevennets.plot.Plots;
import sevennets.train.History;
import sevennets.train.Progress;
import sevennets.train.Step;

/**
 * A training run below its cell: loss and accuracy as they come, a bar, the speed and the time
 * left. It is one output, drawn again every two seconds at most; what stands there at the end is
 * what the notebook keeps.
 */
final class LiveView implements Progress {
  private static final Duration BETWEEN = Duration.ofSeconds(2);

  private static final String TRAINING = "training";
  private static final String VALIDATION = "validation";

  /** The loss axis ends at so many times the highest training loss. */
  private static final double HEADROOM = 1.5;

  private final Screen screen;
  private final LongSupplier nanos;
  private final Courses courses = new Courses();
  private final StringBuilder warnings = new StringBuilder();
  private final long begun;
  private History history = new History();
  private String id;
  private Step step;
  private long drawnAt;

  LiveView(Screen screen) {
    this(screen, System::nanoTime);
  }

  LiveView(Screen screen, LongSupplier nanos) {
    this.screen = screen;
    this.nanos = nanos;
    begun = nanos.getAsLong();
  }

  @Override
  public void batchEnded(Step step) {
    this.step = step;
    courses.add(step);
    if (id == null || nanos.getAsLong() - drawnAt >= BETWEEN.toNanos()) {
      draw(Status.running(step));
    }
  }

  @Override
  public void epochEnded(History history) {
    this.history = history;
  }

  @Override
  public void warned(String message) {
    warnings.append("<p>").append(HtmlTable.escaped(message)).append("</p>");
  }

  @Override
  public void stopped(String how, History history) {
    this.history = history;
    draw(Status.ended(how, step, history, Duration.ofNanos(nanos.getAsLong() - begun)));
  }

  private void draw(Status status) {
    StringBuilder html = new StringBuilder("<div>").append(status.html()).append(warnings);
    StringBuilder text = new StringBuilder(status.text());
    if (!courses.isEmpty()) {
      Figure loss =
          Figure.of(bounded(chart("loss (nats)", courses.losses(), History.Epoch::valLoss)));
      Figure accuracy =
          Figure.of(chart("accuracy (fraction)", courses.accuracies(), History.Epoch::valAcc1));
      html.append(loss.html()).append(accuracy.html());
      text.append('\n').append(loss.altText()).append('\n').append(accuracy.altText());
    }
    show(new Shown(html.append("</div>").toString(), text.toString()));
    drawnAt = nanos.getAsLong();
  }

  private void show(Shown shown) {
    if (id == null) {
      id = screen.display(shown);
    } else {
      screen.update(id, shown);
    }
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
    if (!history.epochs().isEmpty()) {
      double[] epochs =
          history.epochs().stream().mapToDouble(History.Epoch::epoch).toArray();
      Plots.line(
          chart,
          VALIDATION,
          epochs,
          history.epochs().stream().mapToDouble(validation).toArray());
    }
    if (step != null) {
      chart.getStyler().setXAxisMin(0.0).setXAxisMax((double) step.epochs());
    }
    return chart;
  }
}
