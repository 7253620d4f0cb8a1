package sevennets.running;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import sevennets.claims.Ablation;
import sevennets.claims.Ablations;
import sevennets.claims.Arm;
import sevennets.claims.Budget;
import sevennets.claims.Outcome;
import sevennets.claims.Runs;
import sevennets.running.Sweep.Run;
import sevennets.train.History;

class PaceTest {
  private static final Ablation ABLATION = Ablations.get("resnet-preactivation");
  private static final Budget BUDGET = Budget.smoke().withSeeds(3);
  private static final List<Run> RUNS = runs();

  private long now;

  @Test
  void beforeTheFirstRunHasEndedNothingIsSaid() {
    Pace pace = new Pace(List.of(), () -> now);
    assertThat(pace.secondsLeft(RUNS, List.of())).isNaN();
    assertThat(left(Double.NaN)).isEmpty();
  }

  @Test
  void aRunCountsWhatItsArmTakes() {
    Pace pace = new Pace(List.of(), () -> now);
    now = 40_000_000_000L;
    // Two runs of 10 and of 30 seconds took 40 in all; two more of each are left.
    assertThat(pace.secondsLeft(RUNS, List.of(run("original", 1, 10), run("preactivated", 1, 30))))
        .isCloseTo(80, offset(1e-9));
  }

  @Test
  void twoProcessesAreTwiceAsFast() {
    Pace pace = new Pace(List.of(), () -> now);
    now = 30_000_000_000L;
    assertThat(pace.secondsLeft(RUNS, List.of(run("original", 1, 30), run("preactivated", 1, 30))))
        .isCloseTo(60, offset(1e-9));
  }

  @Test
  void whatWasFinishedBeforeDoesNotCountAsFast() {
    List<Outcome> before = List.of(run("original", 1, 20), run("preactivated", 1, 20));
    Pace pace = new Pace(before, () -> now);
    now = 20_000_000_000L;
    assertThat(pace.secondsLeft(RUNS, List.of(before.get(0), before.get(1)))).isNaN();
    assertThat(
            pace.secondsLeft(RUNS, List.of(before.get(0), before.get(1), run("original", 2, 20))))
        .isCloseTo(60, offset(1e-9));
  }

  @Test
  void timesLeftAreSaidAsAPersonWould() {
    assertThat(left(45)).isEqualTo("about a minute left");
    assertThat(left(754)).isEqualTo("about 13 minutes left");
    assertThat(left(9000)).isEqualTo("about 2.5 hours left");
  }

  private static List<Run> runs() {
    List<Run> runs = new ArrayList<>();
    for (Arm arm : ABLATION.arms())
      for (int seed = 1; seed <= 3; seed++) runs.add(new Run(arm, seed));
    return runs;
  }

  private static String left(double seconds) {
    return new Standing(ABLATION, BUDGET, List.of(), List.of(), 0, 6, seconds).timeLeft();
  }

  private static Outcome run(String arm, int seed, double seconds) {
    return Runs.with(Runs.outcome(arm, seed, 0.9), History.parse("""
        epoch,lr,train_loss,train_acc1,val_loss,val_acc1,val_acc5,images_per_sec,seconds
        1,0.1,2.0,0.5,1.9,0.6,0.9,100.0,%s
        """.formatted(seconds)));
  }
}
