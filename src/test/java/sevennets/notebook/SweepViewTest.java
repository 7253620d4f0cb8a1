package sevennets.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sevennets.experiment.Ablation;
import sevennets.experiment.Ablations;
import sevennets.experiment.Budget;
import sevennets.experiment.Outcome;
import sevennets.experiment.Report;
import sevennets.experiment.Standing;
import sevennets.experiment.Store;
import sevennets.experiment.Sweep;
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
    Report report = ABLATION.run(BUDGET, folder, new SweepView(screen, () -> 0));
    assertThat(shown.get(0).text()).isEqualTo("0 of 2 runs finished");
    assertThat(shown.get(1).html()).contains("<td style=\"text-align:right\">begins</td>");
    assertThat(last().text()).isEqualTo("2 of 2 runs finished");
    for (Outcome outcome : report.outcomes()) {
      assertThat(last().html())
          .contains(
              "<td style=\"text-align:right\">%.2f</td>".formatted(100 * (1 - outcome.testAcc1())));
    }
  }

  @Test
  void aRunThatIsTrainedTellsItsEpochEveryTwoSecondsAtMost() {
    SweepView view = new SweepView(screen, new Seconds()::next);
    Sweep.Run run = new Sweep.Run(ABLATION.arms().get(0), 1);
    Standing standing = new Sweep(ABLATION, BUDGET, new Store(folder)).standing();
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
    Report cut = ABLATION.run(
        BUDGET.withImages(256).withEpochs(3),
        folder,
        new Interrupting(new SweepView(screen, () -> 0)));
    assertThat(Thread.interrupted()).isTrue();
    assertThat(cut.complete()).isFalse();
    assertThat(last().text())
        .contains(
            "0 of 2 runs finished", "interrupted in epoch 2", "the same cell goes on from there");
    assertThat(ABLATION
            .run(BUDGET.withImages(256).withEpochs(3), folder, new SweepView(screen, () -> 0))
            .complete())
        .isTrue();
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
