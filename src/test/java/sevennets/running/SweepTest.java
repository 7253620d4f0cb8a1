package sevennets.running;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sevennets.claims.Ablation;
import sevennets.claims.Ablations;
import sevennets.claims.Arm;
import sevennets.claims.Budget;
import sevennets.claims.Claim;
import sevennets.claims.Contrast;
import sevennets.claims.Measure;
import sevennets.claims.Outcome;
import sevennets.claims.Source;
import sevennets.claims.Tuning;
import sevennets.cli.Main;
import sevennets.models.LeNet;
import sevennets.models.ResNet;
import sevennets.running.Sweep.Run;
import sevennets.train.Progress;
import sevennets.train.Schedule;
import sevennets.train.Step;
import sevennets.train.TrainingException;

class SweepTest {

  private static final Sweep.Listener QUIET = new Sweep.Listener() {};
  private static final String NAME = "resnet-preactivation";

  @TempDir
  Path folder;

  static List<Ablation> all() {
    return Ablations.all();
  }

  @Test
  void oneRateForAllArmsIsRefusedWhereRatesAreWhatIsAsked() {
    for (String name : List.of("alexnet-relu", "resnet-batchnorm")) {
      Ablation rates = Ablations.get(name);
      assertThatThrownBy(
              () -> new Sweep(rates, rates.budget("quick").withRate(0.1), new Store(folder)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContainingAll("'" + name + "'", "can't all have one", "received 0.1");
    }
  }

  @Test
  void seedsOnWhichRatesAreTriedDoNotCountBesides() {
    Ablation tuned = Ablations.get("alexnet-relu");
    assertThatThrownBy(
            () -> new Sweep(tuned, tuned.budget("quick").withFirstSeed(1), new Store(folder)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("received 1 as the first seed", "take 2 or more");
  }

  /** The plumbing of every arm: one training step and a few test images. */
  @Tag("slow")
  @ParameterizedTest
  @MethodSource("all")
  void everyArmTrainsAStepAndIsMeasured(Ablation ablation) {
    Sweep sweep = new Sweep(ablation, ablation.budget("smoke"), new Store(folder));
    sweep.runs().forEach(run -> sweep.run(run, QUIET));
    Stream<Outcome> outcomes =
        sweep.runs().stream().map(run -> sweep.outcome(run).orElseThrow());
    assertThat(outcomes)
        .extracting(Outcome::arm)
        .containsExactlyElementsOf(ablation.arms().stream().map(Arm::name).toList());
  }

  @Test
  void whatIsFinishedIsNotRepeated() {
    List<Outcome> first = sweep("once").run(QUIET).outcomes();
    Standing again = sweep("once").run(new Sweep.Listener() {
      @Override
      public void started(Run run, Standing standing) {
        throw new AssertionError("repeated " + run);
      }
    });
    assertThat(again.outcomes()).usingRecursiveComparison().isEqualTo(first);
  }

  /** The same names, sizes and recipe, another net: its run is its own. */
  @Test
  void twoNetsUnderOneArmsNameNeverShareAResult() {
    Ablation one = pair(ResNet.cifar(8)), other = pair(ResNet.cifar(8).plain());
    Sweep first = new Sweep(one, Budget.smoke(), new Store(folder));
    first.run(QUIET);
    Sweep second = new Sweep(other, Budget.smoke(), new Store(folder));
    assertThat(second.outcomes()).extracting(Outcome::arm).containsExactly("lenet");
    second.run(QUIET);
    assertThat(second.outcomes()).hasSize(2);
    assertThat(first.outcomes().get(0).end().trainLoss())
        .isNotEqualTo(second.outcomes().get(0).end().trainLoss());
    assertThat(new Sweep(one, Budget.smoke().withBatch(32), new Store(folder)).outcomes())
        .isEmpty();
  }

  static Ablation pair(ResNet net) {
    return new Ablation(
            "own",
            "Mine is better.",
            new Source("none", "none", "none", "none"),
            "All else.",
            Measure.testError(),
            1,
            List.of(Arm.of("mine", net).size(16), Arm.of("lenet", new LeNet())))
        .contrasts(new Contrast("mine", "lenet", Claim.LESS));
  }

  @Test
  void everySeedDrawsItsOwnImagesAndArmsOfASeedShareThem() throws Exception {
    Budget budget = Budget.smoke().withImages(50).withSeeds(2);
    Sweep sweep = new Sweep(Ablations.get(NAME), budget, new Store(folder));
    List<String> seen = sweep.runs().stream()
        .map(run -> new ArmTraining(sweep.order(run), Images.of(budget.data())))
        .map(ArmTraining::firstImages)
        .toList();
    assertThat(seen.get(0)).isEqualTo(seen.get(1));
    assertThat(seen.get(2)).isEqualTo(seen.get(3)).isNotEqualTo(seen.get(0));
  }

  @Test
  void everyArmIsTunedByAsManyTrialsOnSeedsOfTheirOwn() {
    Ablation tuned = pair(ResNet.cifar(8)).tuned(Tuning.grid(0.01, 1));
    Sweep sweep = new Sweep(tuned, Budget.smoke().withImages(256).withEpochs(2), new Store(folder));
    assertThat(sweep.trials())
        .hasSize(4)
        .allSatisfy(trial -> assertThat(trial.seed()).isOne());
    Standing end = sweep.run(QUIET);
    assertThat(end.finished()).isEqualTo(6).isEqualTo(end.all());
    assertThat(end.trials()).hasSize(4);
    for (Outcome outcome : end.outcomes()) {
      assertThat(outcome.seed()).isEqualTo(101);
      double best = end.trials().stream()
          .filter(t -> t.arm().equals(outcome.arm()))
          .max(java.util.Comparator.comparing(t -> t.valAcc1()))
          .orElseThrow()
          .rate();
      assertThat(outcome.rate()).isCloseTo(best, org.assertj.core.api.Assertions.offset(1e-9));
    }
  }

  /** A killed process frees its trial unfinished, when another has no other trial left to do. */
  @Test
  @Timeout(300)
  void aTrialThatAnotherProcessTookAndLeftIsTakenOver() throws Exception {
    Ablation tuned = pair(ResNet.cifar(8)).tuned(Tuning.grid(0.01, 1));
    Store store = new Store(folder);
    Sweep sweep = new Sweep(tuned, Budget.smoke(), store);
    Run first = sweep.trials().get(0);
    int others = sweep.trials().size() - 1;
    CountDownLatch taken = new CountDownLatch(1), othersDone = new CountDownLatch(others);
    Thread another =
        new Thread(() -> store.claim(folder.resolve(sweep.order(first).folder()), claimed -> {
          taken.countDown();
          try {
            othersDone.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        }));
    another.start();
    taken.await();
    Standing end = sweep.run(new Sweep.Listener() {
      @Override
      public void ended(Run run, Outcome outcome, Standing standing) {
        othersDone.countDown();
      }
    });
    another.join();
    assertThat(end.finished()).isEqualTo(end.all());
  }

  @Test
  void anOutcomeKnowsEachTestImageAndTheEndOfTraining() {
    Outcome outcome = sweep("once").run(QUIET).outcomes().get(0);
    assertThat(outcome.end().right().cardinality() / 64.0)
        .isCloseTo(outcome.end().testAcc1(), org.assertj.core.api.Assertions.offset(1e-6));
    assertThat(outcome.end().trainLoss()).isPositive();
    assertThat(outcome.recipe()).contains("batchSize=64");
  }

  @Tag("slow")
  @Test
  void aSweepKilledAtRandomMomentsEndsWithTheTableOfOneLeftAlone() throws Exception {
    Budget budget = Budget.smoke().withImages(256).withEpochs(2).withSeeds(2);
    Random moments = new Random(7);
    for (int i = 0; i < 3; i++) {
      Process sweep = process(folder.resolve("killed"));
      if (!sweep.waitFor(3_000 + moments.nextInt(5_000), TimeUnit.MILLISECONDS))
        sweep.destroyForcibly().waitFor();
    }
    assertThat(process(folder.resolve("killed")).waitFor()).isZero();
    assertThat(accuracies(sweep("killed", budget).outcomes()))
        .isEqualTo(accuracies(sweep("alone", budget).run(QUIET).outcomes()));
  }

  @Tag("slow")
  @Test
  void twoSweepsAtOnceOnOneStoreShareTheRuns() throws Exception {
    Budget budget = Budget.smoke().withImages(256).withEpochs(2).withSeeds(2);
    List<Process> both = List.of(process(folder.resolve("both")), process(folder.resolve("both")));
    for (Process sweep : both) assertThat(sweep.waitFor()).isIn(0, 1);
    assertThat(sweep("both", budget).run(QUIET).outcomes()).hasSize(4);
  }

  @Test
  void aRunIsTheSameWhicheverRunsCameBefore() {
    Sweep backwards = sweep("backwards");
    List<Run> runs = backwards.runs();
    IntStream.range(0, runs.size())
        .map(i -> runs.size() - 1 - i)
        .forEach(i -> backwards.run(runs.get(i), QUIET));
    assertThat(accuracies(backwards.outcomes()))
        .isEqualTo(accuracies(sweep("forwards").run(QUIET).outcomes()));
  }

  @Test
  void aNetThatDivergesIsAResultAndTheOtherRunsGoOn() {
    Ablation claim = Ablations.get(NAME);
    Arm wild =
        claim.arms().get(0).recipe(recipe -> recipe.withLearningRate(Schedule.constant(1e20)));
    Ablation ablation = new Ablation(
        "wild",
        claim.claim(),
        claim.source(),
        claim.heldEqual(),
        claim.measure(),
        1,
        List.of(wild, claim.arms().get(1)));
    List<Outcome> outcomes = new Sweep(
            ablation, Budget.smoke().withImages(256).withEpochs(2), new Store(folder))
        .run(QUIET)
        .outcomes();
    assertThat(outcomes).extracting(Outcome::diverged).containsExactly(true, false);
    assertThat(outcomes.get(0).end().testAcc1()).isNaN();
  }

  @Test
  void aRunWithoutAWholeCheckpointBeginsAnew() throws Exception {
    List<String> whole = accuracies(sweep("cut").run(QUIET).outcomes());
    Path run = folder
        .resolve("cut")
        .resolve(sweep("cut").order(sweep("cut").runs().get(0)).folder());
    Files.delete(run.resolve("outcome.properties"));
    Files.writeString(run.resolve("checkpoint-0000-000000.zip"), "cut off");
    assertThat(accuracies(sweep("cut").run(QUIET).outcomes())).isEqualTo(whole);
  }

  /** The program was changed, by an update for one, while the sweep stood still. */
  @Test
  void aRunThatOtherCodeBeganBeginsAnew() throws Exception {
    Budget budget = Budget.smoke().withImages(256);
    List<String> whole = accuracies(sweep("whole", budget).run(QUIET).outcomes());
    sweep("begun", budget).run(new Sweep.Listener() {
      @Override
      public Progress progress(Run run) {
        return new Progress() {
          @Override
          public void batchEnded(Step step) {
            Thread.currentThread().interrupt();
          }
        };
      }
    });
    assertThat(Thread.interrupted()).isTrue();
    Sweep begun = sweep("begun", budget);
    Path facts = folder
        .resolve("begun")
        .resolve(begun.order(begun.runs().get(0)).folder())
        .resolve("run.properties");
    Files.writeString(
        facts, Files.readString(facts).replaceAll("(?m)^code\\.train=.*$", "code.train=other"));
    assertThat(accuracies(begun.run(QUIET).outcomes())).isEqualTo(whole);
  }

  /** Of an older version here; beyond this machine's memory, they may be too. */
  @Test
  void wholeCheckpointsThatCannotBeGoneOnFromAreKept() throws Exception {
    sweep("kept").run(QUIET);
    Path run = folder
        .resolve("kept")
        .resolve(sweep("kept").order(sweep("kept").runs().get(0)).folder());
    Files.delete(run.resolve("outcome.properties"));
    Path whole = run.resolve("checkpoint-0000-000000.zip");
    try (InputStream old =
        SweepTest.class.getResourceAsStream("/sevennets/train/checkpoint-0.1.0.zip")) {
      Files.copy(old, whole);
    }
    assertThatThrownBy(() -> sweep("kept").run(QUIET))
        .isInstanceOf(TrainingException.class)
        .hasMessageContaining("can't be gone on from");
    assertThat(whole).exists();
  }

  @Test
  void estimateSaysWhatItsMegabytesAreAndThatMoreIsTaken() {
    String text = new Estimate(
            Ablations.get(NAME), Budget.smoke(), List.of(new Estimate.Line("plain", 60, 5 << 20)))
        .text();
    assertThat(text)
        .contains("a batch holds weights, activations and the gradients of both")
        .contains("come on top")
        .doesNotContain("needs");
  }

  @Test
  void checkpointsOfFinishedRunsAreRemoved() throws Exception {
    sweep("once").run(QUIET);
    try (var files = Files.walk(folder)) {
      assertThat(files.map(f -> f.getFileName().toString()))
          .noneMatch(f -> f.endsWith(".zip"))
          .contains("outcome.properties", "fingerprint.txt");
    }
  }

  private Sweep sweep(String store) {
    return sweep(store, Budget.smoke());
  }

  private Sweep sweep(String store, Budget budget) {
    return new Sweep(Ablations.get(NAME), budget, new Store(folder.resolve(store)));
  }

  private static List<String> accuracies(List<Outcome> outcomes) {
    return outcomes.stream()
        .map(o -> o.arm() + " " + o.seed() + " " + o.end().testAcc1() + " "
            + o.end().trainLoss() + " " + o.history().last().trainLoss())
        .toList();
  }

  private static Process process(Path store) throws Exception {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx1g",
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName(),
            "ablate",
            NAME,
            "--profile",
            "smoke",
            "--images",
            "256",
            "--epochs",
            "2",
            "--seeds",
            "2",
            "--store",
            store.toString())
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }
}
