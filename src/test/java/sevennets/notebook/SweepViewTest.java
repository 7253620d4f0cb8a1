package sevennets.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sevennets.claims.Ablation;
import sevennets.claims.Ablations;
import sevennets.claims.Budget;
import sevennets.claims.Outcome;
import sevennets.running.Standing;
import sevennets.running.Store;
import sevennets.running.Sweep;
import sevennets.train.History;
import sevennets.train.Progress;
import sevennets.train.Step;

class SweepViewTest {
  private static final Ablation ABLATION = Ablations.get("resnet-preactivation");
  private static final Budget BUDGET = Budget.smoke();

  @TempDir
  Path folder;

  private final List<Shown> shown = new ArrayList<>();

  private final Screen screen = () -> shown::add;

  @Test
  void theTableFillsAsRunsEnd() {
    Standing end = sweep(BUDGET).run(new SweepView(screen, () -> 0));
    assertThat(shown.get(0).text()).isEqualTo("0 of 2 runs finished");
    assertThat(shown.get(1).html()).contains("<td style=\"text-align:right\">begins</td>");
    assertThat(last().text()).isEqualTo("2 of 2 runs finished");
    for (Outcome outcome : end.outcomes()) {
      assertThat(last().html())
          .contains("<td style=\"text-align:right\">%.2f</td>"
              .formatted(100 * (1 - outcome.end().testAcc1())));
    }
  }

  @Test
  void aRunThatIsTrainedTellsItsEpochEveryTwoSecondsAtMost() {
    SweepView view = new SweepView(screen, new Seconds()::next);
    Sweep.Run run = new Sweep.Run(ABLATION.arms().get(0), BUDGET.firstSeed());
    Standing standing = sweep(BUDGET).standing();
    view.begun(standing);
    view.started(run, standing);
    for (int batch = 1; batch <= 8; batch++) {
      view.progress(run).batchEnded(new Step(3, 6, batch, 40, 0.1, 1.0, 0.5, 300, 60));
    }
    assertThat(last().html()).contains("epoch 3/6");
    assertThat(shown).hasSizeBetween(4, 6);
  }

  @Test
  void anInterruptEndsTheSweepSavedAndTheNextOneGoesOn() {
    Budget longer = BUDGET.withImages(256).withEpochs(3);
    Standing cut = sweep(longer).run(new Interrupting(new SweepView(screen, () -> 0)));
    assertThat(Thread.interrupted()).isTrue();
    assertThat(cut.finished()).isZero();
    assertThat(last().text())
        .contains(
            "0 of 2 runs finished", "interrupted in epoch 2", "the same cell goes on from there");
    assertThat(sweep(longer).run(new SweepView(screen, () -> 0)).finished()).isEqualTo(2);
  }

  @Test
  void aTerminalGetsALineWhereTheNotebookGetsATable() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Lines lines = new Lines(new PrintStream(out, true));
    lines.open().show(new Shown("<p>", "1 of 2 runs finished"));
    lines.show(new Shown("<p>", "1 of 2 runs finished"));
    lines.show(new Shown("<p>", "2 of 2 runs finished"));
    assertThat(out.toString().lines())
        .containsExactly("1 of 2 runs finished", "2 of 2 runs finished");
  }

  private Sweep sweep(Budget budget) {
    return new Sweep(ABLATION, budget, new Store(folder));
  }

  private Shown last() {
    return shown.get(shown.size() - 1);
  }

  /** A clock that goes on by half a second at each look. */
  private static final class Seconds {
    private long halves;

    long next() {
      return halves++ * 500_000_000;
    }
  }

  /** The stop button, pressed in the second epoch of the first run. */
  private record Interrupting(SweepView view) implements Sweep.Listener {
    @Override
    public void begun(Standing standing) {
      view.begun(standing);
    }

    @Override
    public void left(Standing standing) {
      view.left(standing);
    }

    @Override
    public Progress progress(Sweep.Run run) {
      Progress seen = view.progress(run);
      return new Progress() {
        @Override
        public void epochEnded(History history) {
          Thread.currentThread().interrupt();
        }

        @Override
        public void stopped(String how, History history) {
          seen.stopped(how, history);
        }
      };
    }
  }
}
