package sevennets.notebook;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import sevennets.claims.Arm;
import sevennets.claims.Outcome;
import sevennets.running.Standing;
import sevennets.running.Sweep;
import sevennets.train.History;
import sevennets.train.Progress;
import sevennets.train.Step;

/**
 * A sweep below its cell: a table of arms and seeds that fills as runs end, a bar, and the time
 * left. It is one output, drawn again every two seconds at most; what stands there at the end is
 * what the notebook keeps.
 */
final class SweepView implements Sweep.Listener {
  private static final Duration BETWEEN = Duration.ofSeconds(2);

  private final Screen screen;
  private final LongSupplier nanos;
  private final Map<String, String> running = new HashMap<>();
  private Standing standing;
  private Canvas canvas;
  private String last = "";
  private long drawnAt;

  SweepView(Screen screen) {
    this(screen, System::nanoTime);
  }

  SweepView(Screen screen, LongSupplier nanos) {
    this.screen = screen;
    this.nanos = nanos;
  }

  @Override
  public void begun(Standing standing) {
    canvas = screen.canvas();
    draw(standing);
  }

  @Override
  public void started(Sweep.Run run, Standing standing) {
    running.put(slot(run.arm(), run.seed()), "begins");
    draw(standing);
  }

  @Override
  public void ended(Sweep.Run run, Outcome outcome, Standing standing) {
    running.remove(slot(run.arm(), run.seed()));
    draw(standing);
  }

  @Override
  public void left(Standing standing) {
    running.clear();
    this.standing = standing;
    Shown shown = shown();
    canvas.finish(() -> shown);
  }

  @Override
  public Progress progress(Sweep.Run run) {
    return new Progress() {
      @Override
      public void batchEnded(Step step) {
        running.put(
            slot(run.arm(), run.seed()), "epoch %d/%d".formatted(step.epoch(), step.epochs()));
        if (nanos.getAsLong() - drawnAt >= BETWEEN.toNanos()) {
          draw(standing);
        }
      }

      @Override
      public void warned(String message) {
        last = run + ": " + message;
      }

      @Override
      public void stopped(String how, History history) {
        if (!how.equals("finished")) {
          last = "%s: %s; the same cell goes on from there".formatted(run, how);
        }
      }
    };
  }

  private void draw(Standing now) {
    standing = now;
    drawnAt = nanos.getAsLong();
    Shown shown = shown();
    canvas.draw(() -> shown);
  }

  private Shown shown() {
    String said = last.isEmpty() ? "" : "<p>" + HtmlTable.escaped(last) + "</p>";
    return new Shown("<div>%s%s%s</div>".formatted(bar(), table(), said), status());
  }

  private String status() {
    String left = standing.timeLeft();
    return "%d of %d runs finished%s%s"
        .formatted(
            standing.finished(),
            standing.all(),
            left.isEmpty() ? "" : ", " + left,
            last.isEmpty() ? "" : "; " + last);
  }

  private String bar() {
    return "<p><progress value=\"%d\" max=\"%d\" style=\"width:14em\" aria-label=\"runs finished\"></progress> %s</p>"
        .formatted(standing.finished(), standing.all(), HtmlTable.escaped(status()));
  }

  private String table() {
    List<Integer> seedNumbers = standing.budget().seedNumbers();
    String seeds =
        seedNumbers.stream().map(seed -> head("seed " + seed)).collect(Collectors.joining());
    String rows = standing.ablation().arms().stream()
        .map(arm -> row(arm, seedNumbers))
        .collect(Collectors.joining("\n"));
    return "<table>\n<caption>%s</caption>\n<thead><tr><th style=\"text-align:left\">arm</th>%s%s</tr></thead>\n<tbody>\n%s\n</tbody>\n</table>"
        .formatted(
            HtmlTable.escaped(standing.ablation().measure().title()), seeds, head("mean"), rows);
  }

  private String row(Arm arm, List<Integer> seedNumbers) {
    Map<Integer, Double> values = standing.outcomes().stream()
        .filter(outcome -> outcome.arm().equals(arm.name()))
        .collect(Collectors.toMap(Outcome::seed, standing.ablation().measure()::of));
    String seeds = seedNumbers.stream()
        .map(seed -> cell(
            values.containsKey(seed)
                ? number(values.get(seed))
                : running.getOrDefault(slot(arm, seed), "")))
        .collect(Collectors.joining());
    String mean = values.values().stream()
        .filter(Double::isFinite)
        .mapToDouble(Double::doubleValue)
        .average()
        .stream()
        .mapToObj(SweepView::number)
        .collect(Collectors.joining());
    return "<tr><th style=\"text-align:left\">%s</th>%s%s</tr>"
        .formatted(HtmlTable.escaped(arm.name()), seeds, cell(mean));
  }

  private static String head(String text) {
    return "<th style=\"text-align:right\">" + text + "</th>";
  }

  private static String cell(String text) {
    return "<td style=\"text-align:right\">" + text + "</td>";
  }

  private static String slot(Arm arm, int seed) {
    return arm.name() + "/" + seed;
  }

  private static String number(double value) {
    if (Double.isNaN(value)) return "diverged";
    return Double.isInfinite(value) ? "not reached" : String.format(Locale.ROOT, "%.2f", value);
  }
}
