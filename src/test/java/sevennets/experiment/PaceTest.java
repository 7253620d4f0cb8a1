package sevennets.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import sevennets.train.History;

class PaceTest {
  private static final Ablation ABLATION = Ablations.get("resnet-preactivation");
  private static final Budget BUDGET = Budget.smoke().withSeeds(3);

  private long now;

  @Test
  void beforeTheFirstRunHasEndedNothingIsSaid() {
    Pace pace = new Pace(List.of(), () -> now);
    assertThat(pace.secondsLeft(report())).isNaN();
    assertThat(new Standing(report(), Double.NaN).timeLeft()).isEmpty();
  }

  @Test
  void aRunCountsWhatItsArmTakes() {
    Pace pace = new Pace(List.of(), () -> now);
    now = 40_000_000_000L;
    // Two runs of 10 and of 30 seconds took 40 in all; two more of each are left.
    assertThat(pace.secondsLeft(report(run("original", 1, 10), run("preactivated", 1, 30))))
        .isCloseTo(80, offset(1e-9));
  }

  @Test
  void twoProcessesAreTwiceAsFast() {
    Pace pace = new Pace(List.of(), () -> now);
    now = 30_000_000_000L;
    assertThat(pace.secondsLeft(report(run("original", 1, 30), run("preactivated", 1, 30))))
        .isCloseTo(60, offset(1e-9));
  }

  @Test
  void whatWasFinishedBeforeDoesNotCountAsFast() {
    List<Outcome> before = List.of(run("original", 1, 20), run("preactivated", 1, 20));
    Pace pace = new Pace(before, () -> now);
    now = 20_000_000_000L;
    assertThat(pace.secondsLeft(report(before.get(0), before.get(1)))).isNaN();
    assertThat(pace.secondsLeft(report(before.get(0), before.get(1), run("original", 2, 20))))
        .isCloseTo(60, offset(1e-9));
  }

  @Test
  void timesLeftAreSaidAsAPersonWould() {
    assertThat(new Standing(report(), 45).timeLeft()).isEqualTo("about a minute left");
    assertThat(new Standing(report(), 754).timeLeft()).isEqualTo("about 13 minutes left");
    assertThat(new Standing(report(), 9000).timeLeft()).isEqualTo("about 2.5 hours left");
  }

  private static Report report(Outcome... outcomes) {
    return new Report(ABLATION, BUDGET, List.of(outcomes));
  }

  private static Outcome run(String arm, int seed, double seconds) {
    History history = History.parse("""
        epoch,lr,train_loss,train_acc1,val_loss,val_acc1,val_acc5,images_per_sec,seconds
        1,0.1,2.0,0.5,1.9,0.6,0.9,100.0,%s
        """.formatted(seconds));
    return new Outcome(arm, seed, 0.9, 1, 1, history, Map.of());
  }
}
