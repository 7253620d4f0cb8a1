package sevennets.notebook;

import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import sevennets.train.History;
import sevennets.train.Progress;
import sevennets.train.Step;

/**
 * A training run below its cell: loss and accuracy as they come, a bar, the speed and the time
 * left. Each fit has one output, in the cell that runs it, drawn again every two seconds at most;
 * what stands there at the end is what the notebook keeps. A fit that goes on shows the curves from
 * the run's beginning.
 */
final class LiveView implements Progress {
  private static final Duration BETWEEN = Duration.ofSeconds(2);

  private final String name;
  private final Screen screen;
  private final LongSupplier nanos;
  private final Courses courses = new Courses();
  private final StringBuilder warnings = new StringBuilder();
  private Canvas canvas;
  private History history = new History();
  private Step step;
  private boolean drawn;
  private long begunAt;
  private long drawnAt;

  /** @param name of what is trained, or an empty text */
  LiveView(String name, Screen screen) {
    this(name, screen, System::nanoTime);
  }

  LiveView(String name, Screen screen, LongSupplier nanos) {
    this.name = name;
    this.screen = screen;
    this.nanos = nanos;
  }

  @Override
  public void begun(History before) {
    history = before;
    warnings.setLength(0);
    drawn = false;
    begunAt = nanos.getAsLong();
    canvas = screen.canvas();
  }

  @Override
  public void batchEnded(Step step) {
    this.step = step;
    courses.add(step);
    if (!drawn || nanos.getAsLong() - drawnAt >= BETWEEN.toNanos()) {
      canvas.draw(frame(Status.running(step))::shown);
      drawn = true;
      drawnAt = nanos.getAsLong();
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
    Duration took = Duration.ofNanos(nanos.getAsLong() - begunAt);
    canvas.finish(frame(Status.ended(how, step, history, took))::shown);
  }

  private Frame frame(Status status) {
    return new Frame(
        name,
        status,
        warnings.toString(),
        courses.curves(),
        List.copyOf(history.epochs()),
        step == null ? 0 : step.epochs());
  }
}
