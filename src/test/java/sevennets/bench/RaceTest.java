package sevennets.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sevennets.models.Models;

/** Races of real processes. */
class RaceTest {
  /** What is timed means nothing here. */
  private static final Pace HURRIED = new Pace(0.01, 0.2, 0.2);

  @TempDir
  Path folder;

  @Test
  void eachContenderHasItsTurnInEveryPair() {
    Race race = new Race(new Peers(null, 1), List.of(Contender.OURS, Contender.STOCK), 3, HURRIED);
    Run run = race.run(Workload.of(Models.get("lenet5"), 4, Mode.TRAINING));
    assertThat(run.timings()).containsOnlyKeys(Contender.OURS, Contender.STOCK);
    assertThat(run.timings().values())
        .allSatisfy(timing -> assertThat(timing.imagesPerSecond())
            .hasSize(3)
            .allSatisfy(imagesPerSecond -> assertThat(imagesPerSecond).isPositive()));
    assertThat(run.toStock()).isPresent();
  }

  @Test
  void contenderThatCannotTakePartIsSentAwayWithItsSentence() throws IOException {
    String why = "torch.compile needs a C++ compiler and there is none here";
    Path python = Files.writeString(
        folder.resolve("python"),
        "#!/bin/sh\nwhile read -r line; do echo '{\"cannot\": \"%s\"}'; done\n".formatted(why));
    assertThat(python.toFile().setExecutable(true)).isTrue();
    Workload workload = Workload.of(Models.get("lenet5"), 4, Mode.TRAINING);
    try (Assignment assignment = new Assignment(workload, 1)) {
      Peers peers = new Peers(python, 1);
      Contender compiled = Contender.PYTORCH_COMPILED;
      List<Runner> runners = new ArrayList<>();
      runners.add(new Runner(compiled, peers.start(compiled), assignment));
      assertThat(Race.dismiss(runners)).isEqualTo(Map.of(compiled, why));
      assertThat(runners).isEmpty();
    }
  }

  @Test
  void enduranceSamplesMemoryAndSpeed() {
    Endurance endurance = Endurance.run(
        Workload.of(Models.get("lenet5"), 4, Mode.TRAINING),
        1,
        0.02,
        new Pace(0.2, 0.2, 0.2),
        sample -> {});
    assertThat(endurance.table().rowCount()).isPositive();
    assertThat(endurance.table().doubleColumn("heap_mib").min()).isPositive();
    assertThat(endurance.table().doubleColumn("images_per_sec").min()).isPositive();
    assertThat(endurance.drift("off_heap_mib")).isLessThan(0.5);
  }
}
