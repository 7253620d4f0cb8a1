package sevennets.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sevennets.train.History;

class StoreTest {

  @TempDir
  Path folder;

  private final Ablation ablation = Ablations.get("resnet-preactivation");
  private final Budget budget = Budget.smoke();

  @Test
  void anOutcomeIsReadAsItWasWritten() {
    Outcome written = outcome("original", 1, 0.91);
    Store store = new Store(folder);
    store.claim(store.folder(ablation, budget, ablation.arms().get(0), 1), written::write);
    assertThat(store.outcomes(ablation, budget))
        .singleElement()
        .usingRecursiveComparison()
        .isEqualTo(written);
  }

  @Test
  void whatIsClaimedIsNotClaimedAgainUntilItIsDone() {
    Store store = new Store(folder);
    boolean first =
        store.claim(folder, f -> assertThat(new Store(folder).claim(f, g -> {})).isFalse());
    assertThat(first).isTrue();
    assertThat(store.claim(folder, f -> {})).isTrue();
  }

  @Test
  void resultsOfOtherSettingsAreNotMixedIn() {
    Store store = new Store(folder);
    store.claim(
        store.folder(ablation, budget, ablation.arms().get(0), 1),
        outcome("original", 1, 0.91)::write);
    assertThat(store.outcomes(ablation, budget.withEpochs(2))).isEmpty();
    assertThat(store.outcomes(ablation, budget.withData("cifar10"))).isEmpty();
  }

  @Test
  void anOutcomeKnowsTheMachineThatItsFolderNames() throws Exception {
    Store store = new Store(folder);
    Path run = store.folder(ablation, budget, ablation.arms().get(0), 1);
    store.claim(run, outcome("original", 1, 0.91)::write);
    Files.writeString(
        run.resolve("run.properties"), "device=Abacus\ncores=2\ntrain=fashion-mnist\n");
    assertThat(store.outcomes(ablation, budget))
        .singleElement()
        .satisfies(outcome -> assertThat(outcome.machine())
            .containsExactlyInAnyOrderEntriesOf(Map.of("device", "Abacus", "cores", "2")));
  }

  @Test
  void aDamagedOutcomeIsNamedWithItsMend() throws Exception {
    Store store = new Store(folder);
    Path run = store.folder(ablation, budget, ablation.arms().get(0), 1);
    Files.createDirectories(run);
    Files.writeString(run.resolve("outcome.properties"), "test_acc1=high");
    assertThatThrownBy(() -> store.outcomes(ablation, budget))
        .hasMessageContainingAll(run.toString(), "delete that folder");
  }

  static Outcome outcome(String arm, int seed, double accuracy) {
    History history = History.parse("""
        epoch,lr,train_loss,train_acc1,val_loss,val_acc1,val_acc5,images_per_sec,seconds
        1,0.1,2.0,0.5,1.9,0.6,0.9,100.0,10.0
        2,0.05,1.0,0.9,0.9,0.85,0.99,100.0,10.0
        """);
    return new Outcome(arm, seed, accuracy, 1000, 2000, history, Map.of());
  }
}
