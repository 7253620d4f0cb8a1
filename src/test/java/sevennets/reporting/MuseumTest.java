package sevennets.reporting;

import static org.assertj.core.api.Assertions.assertThat;
import static sevennets.claims.Runs.outcome;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sevennets.claims.Ablation;
import sevennets.claims.Ablations;
import sevennets.claims.Arm;
import sevennets.claims.Outcome;

class MuseumTest {

  @TempDir
  Path folder;

  @Test
  void everyExhibitBelongsToAnAblation() {
    assertThat(Exhibit.all())
        .allSatisfy(exhibit -> assertThat(Ablations.get(exhibit.ablation())).isNotNull());
  }

  @Test
  void aFigureWithoutRunsSaysHowToMakeThem() throws Exception {
    Museum empty = new Museum(a -> new Report(a, a.budget("quick"), List.of()));
    assertThat(Files.readString(empty.write(folder)))
        .contains("ResNet, figures 1 and 6", "not run", "./lab ablate resnet-depth makes one")
        .doesNotContain("{exhibits}", "<img");
  }

  @Test
  void aFigureWithRunsIsDrawnAndSaysWhatAgrees() {
    assertThat(new Museum(MuseumTest::runs).html())
        .contains("<img", "To run it larger: ./lab ablate densenet-resnet");
    assertThat(Museum.state(runs(Ablations.get("stn-distorted")))).isEqualTo("undecided");
  }

  /** Two runs of every arm that all do the same. */
  private static Report runs(Ablation ablation) {
    List<Outcome> outcomes = new ArrayList<>();
    for (Arm arm : ablation.arms())
      for (int seed = 101; seed <= 102; seed++)
        outcomes.add(outcome(arm.name(), seed, 0.9, 1000 + 100 * arm.name().length()));
    return new Report(ablation, ablation.budget("quick"), outcomes);
  }
}
