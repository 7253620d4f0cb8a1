package sevennets.reporting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
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
  private static final Museum EMPTY =
      new Museum(a -> new Report(a, a.budget("quick"), List.of()), chapter -> "");

  /** A tenth of a figure's readings, and a picture. */
  private static final String CHAPTER = """
      {"cells": [{"id": "sources", "outputs": [{"data": {"text/html": ["%s"]}},
        {"text": "1.4052285629171963 from 0.03554 at input and transition2 from 0.04073 at input and denselayer6 %s"}]}]}""";

  private static final String PICTURE =
      "<img alt=\\\"a heat map\\\" width=\\\"640\\\" height=\\\"400\\\" src=\\\"data:image/png;base64,AAAA\\\">";

  @TempDir
  Path folder;

  @Test
  void aFigureWithoutRunsSaysHowToMakeThem() throws Exception {
    assertThat(Files.readString(EMPTY.write(folder)))
        .contains(
            "ResNet, figures 1 and 6",
            "not run",
            "./lab ablate resnet-depth makes one",
            "./lab run --store 05 makes one")
        .doesNotContain("{exhibits}", "<img");
    assertThat(EMPTY.lines()).allMatch(line -> line.endsWith("not run"));
  }

  @Test
  void aFigureWithRunsIsDrawnBesideThePapersValuesAndSaysWhatAgrees() {
    Museum museum = new Museum(MuseumTest::runs, chapter -> "");
    assertThat(museum.html())
        .contains("<img", "To run it larger: ./lab ablate densenet-resnet")
        .contains("<th scope=\"row\">strided</th>", "10.19</td>");
    assertThat(museum.room("Spatial Transformer, Table 1").state()).isEqualTo("undecided");
  }

  @Test
  void aChaptersFigureIsThatOfItsStoredOutput() {
    Room room = densenet(CHAPTER.formatted(PICTURE, "to 0.2513 at denselayer6 and classifier"));
    assertThat(room.state()).isEqualTo("agrees in part");
    assertThat(room.findings()).hasSize(4);
    assertThat(room.fragment()).contains("alt=\"a heat map\"", "base64,AAAA");
  }

  /** A chapter that was trained anew: its picture is shown, and nothing old is said of it. */
  @Test
  void whatWasReadFromOtherNumbersIsNotSaid() {
    Room room = densenet(CHAPTER.formatted(PICTURE, "to 0.3 at denselayer6 and classifier"));
    assertThat(room.state()).isEqualTo(FromChapter.READ_ANEW);
    assertThat(room.pictures()).hasSize(1);
    assertThat(room.findings()).isEmpty();
  }

  @Test
  void nothingButPicturesComesFromANotebook() {
    assertThat(densenet(CHAPTER.formatted("<script>alert(1)</script>", "")).fragment())
        .doesNotContain("script", "alert");
    assertThat(densenet("no JSON").state()).isEqualTo("not run");
  }

  @Test
  void theStoredChaptersStillHoldWhatWasReadFromThem() {
    assertThat(Museum.stored().lines()).noneMatch(line -> line.endsWith(FromChapter.READ_ANEW));
  }

  @Test
  void anUnknownFigureIsAnsweredWithThoseThatThereAre() {
    assertThatThrownBy(() -> EMPTY.room("ResNet, figure 9"))
        .hasMessageContainingAll("ResNet, figure 9", "SENet, figure 6");
  }

  private static Room densenet(String notebook) {
    return new Museum(MuseumTest::runs, chapter -> notebook).room("DenseNet, figure 5");
  }

  /** Two runs of every arm that all do the same. */
  private static Report runs(Ablation ablation) {
    List<Outcome> outcomes = new ArrayList<>();
    for (Arm arm : ablation.arms())
      for (int seed = 101; seed <= 102; seed++)
        outcomes.add(outcome(arm.name(), seed, 0.9, 1000 + 100 * arm.name().length()));
    return new Report(ablation, ablation.budget("quick"), outcomes);
  }

  @Test
  void everyExhibitOfRunsBelongsToAnAblation() {
    assertThat(Exhibit.all().stream().map(Exhibit::evidence).filter(FromRuns.class::isInstance))
        .hasSize(9)
        .allSatisfy(
            runs -> assertThat(Ablations.get(((FromRuns) runs).ablation())).isNotNull());
  }
}
