package sevennets.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sevennets.cli.Main;
import sevennets.data.Datasets;
import sevennets.data.Splits;
import sevennets.train.Schedule;

class SweepTest {

  private static final Sweep.Listener QUIET = new Sweep.Listener() {};
  private static final String NAME = "resnet-preactivation";
  private static final Splits FASHION = Datasets.load(Budget.smoke().data());

  @TempDir
  Path folder;

  static List<Ablation> all() {
    return Ablations.all();
  }

  /** The plumbing of every arm: one training step and a few test images. */
  @Tag("slow")
  @ParameterizedTest
  @MethodSource("all")
  void everyArmTrainsAStepAndIsReported(Ablation ablation) {
    Sweep sweep = new Sweep(ablation, ablation.budget("smoke"), new Store(folder));
    sweep.runs().forEach(run -> sweep.run(run, FASHION, QUIET));
    Report report = sweep.standing().report();
    assertThat(report.complete()).isTrue();
    assertThat(report.rows())
        .extracting(Row::name)
        .containsExactlyElementsOf(ablation.arms().stream().map(Arm::name).toList());
    assertThat(report.rows()).allSatisfy(row -> assertThat(row.mean()).isFinite());
  }

  @Test
  void whatIsFinishedIsNotRepeated() {
    Ablation ablation = Ablations.get(NAME);
    List<Outcome> first = ablation.run(Budget.smoke(), folder, QUIET).outcomes();
    ablation.run(Budget.smoke(), folder, new Sweep.Listener() {
      @Override
      public void started(Sweep.Run run, Standing standing) {
        throw new AssertionError("repeated " + run);
      }
    });
    assertThat(Ablations.get(NAME).report(Budget.smoke(), new Store(folder)).outcomes())
        .usingRecursiveComparison()
        .isEqualTo(first);
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
    Ablation ablation = Ablations.get(NAME);
    Report alone = ablation.run(budget, folder.resolve("alone"), QUIET);
    assertThat(accuracies(ablation.report(budget, new Store(folder.resolve("killed")))))
        .isEqualTo(accuracies(alone));
  }

  @Tag("slow")
  @Test
  void twoSweepsAtOnceOnOneStoreShareTheRuns() throws Exception {
    Budget budget = Budget.smoke().withImages(256).withEpochs(2).withSeeds(2);
    List<Process> both = List.of(process(folder), process(folder));
    for (Process sweep : both) assertThat(sweep.waitFor()).isIn(0, 1);
    Ablation ablation = Ablations.get(NAME);
    ablation.run(budget, folder, QUIET);
    assertThat(ablation.report(budget, new Store(folder)).complete()).isTrue();
  }

  @Test
  void aRunIsTheSameWhicheverRunsCameBefore() {
    Ablation ablation = Ablations.get(NAME);
    Budget budget = Budget.smoke();
    Sweep backwards = new Sweep(ablation, budget, new Store(folder.resolve("backwards")));
    List<Sweep.Run> runs = backwards.runs();
    IntStream.range(0, runs.size())
        .map(i -> runs.size() - 1 - i)
        .forEach(i -> backwards.run(runs.get(i), FASHION, QUIET));
    Report forwards = ablation.run(budget, folder.resolve("forwards"), QUIET);
    assertThat(accuracies(ablation.report(budget, new Store(folder.resolve("backwards")))))
        .isEqualTo(accuracies(forwards));
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
    Report report = ablation.run(Budget.smoke().withImages(256).withEpochs(2), folder, QUIET);
    assertThat(report.complete()).isTrue();
    assertThat(report.outcomes().get(0).testAcc1()).isEqualTo(0.1);
    assertThat(report.diverged(report.outcomes().get(0))).isTrue();
    assertThat(report.diverged(report.outcomes().get(1))).isFalse();
    assertThat(ablation.report(report.budget(), new Store(folder)).outcomes()).hasSize(2);
  }

  @Test
  void aRunWithoutAWholeCheckpointBeginsAnew() throws Exception {
    Ablation ablation = Ablations.get(NAME);
    List<String> whole = accuracies(ablation.run(Budget.smoke(), folder, QUIET));
    Path run =
        new Store(folder).folder(ablation, Budget.smoke(), ablation.arms().get(0), 1);
    Files.delete(run.resolve("outcome.properties"));
    Files.writeString(run.resolve("checkpoint-0000-000000.zip"), "cut off");
    assertThat(accuracies(ablation.run(Budget.smoke(), folder, QUIET))).isEqualTo(whole);
  }

  @Test
  void checkpointsOfFinishedRunsAreRemoved() throws Exception {
    Ablations.get(NAME).run(Budget.smoke(), folder, QUIET);
    try (var files = Files.walk(folder)) {
      assertThat(files.map(f -> f.getFileName().toString()))
          .noneMatch(f -> f.endsWith(".zip"))
          .contains("outcome.properties");
    }
  }

  private static List<String> accuracies(Report report) {
    return report.outcomes().stream()
        .map(o -> o.arm() + " " + o.seed() + " " + o.testAcc1() + " "
            + o.history().last().trainLoss())
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
