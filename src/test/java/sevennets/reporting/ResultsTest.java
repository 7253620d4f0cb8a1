package sevennets.reporting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sevennets.claims.Ablation;
import sevennets.claims.Ablations;
import sevennets.claims.Budget;
import sevennets.claims.Outcome;
import sevennets.claims.Runs;
import sevennets.claims.Trial;

class ResultsTest {
  private static final Ablation ABLATION = Ablations.get("resnet-preactivation");

  private static final Map<String, String> MACHINE =
      Map.of("device", "Abacus", "cores", "2", Outcome.ARITHMETIC, "Abacus; ONEDNN");

  @TempDir
  Path folder;

  private final Report report = new Report(
          ABLATION,
          Budget.quick().withEpochs(5).withSeeds(3),
          List.of(
              outcome("original", 1, 0.900),
              outcome("preactivated", 1, 0.910),
              outcome("original", 2, 0.902),
              outcome("preactivated", 2, 0.9115),
              Runs.on(Runs.diverged("original", 3), MACHINE)))
      .withTrials(List.of(new Trial("original", 0.5, 0.2, 1, 0.8)))
      .withDepartures(List.of("seeds was planned as 5 and is 3"))
      .withNote("It was busy.");

  @Test
  void aReportIsReadAsItWasWritten() {
    new Results(folder).write(report);
    assertThat(new Results(folder).read(ABLATION)).usingRecursiveComparison().isEqualTo(report);
  }

  /** Where the result was cut short, the arms and contrasts that are missing are said to be. */
  @Test
  void aContrastThatWasNotRunSaysSo() {
    Report none = new Report(ABLATION, report.budget(), report.outcomes().subList(0, 1));
    assertThat(none.comparisons().get(0).verdict()).isEqualTo(Comparison.Verdict.NOT_RUN);
    assertThat(none.findings()).isEmpty();
  }

  @Test
  void itsFolderHoldsEveryNotationAndThePicturesThatTheMarkdownShows() throws Exception {
    Path written = new Results(folder).write(report);
    for (String file : List.of(
        "report.html", "report.md", "table.csv", "table.tex", "runs.csv", "settings.properties"))
      assertThat(written.resolve(file)).isNotEmptyFile();
    for (String picture : List.of("differences.png", "train_loss.png", "val_acc1.png")) {
      assertThat(Files.readString(written.resolve("report.md"))).contains("](" + picture + ")");
      assertThat(written.resolve(picture)).isNotEmptyFile();
    }
  }

  @Test
  void theListNamesEachResultWithItsVerdicts() throws Exception {
    Results results = new Results(folder);
    results.write(report);
    results.index();
    assertThat(Files.readString(folder.resolve("README.md")))
        .contains(
            "(resnet-preactivation/report.md)",
            "preactivated less than original: agrees",
            "5 of 6");
  }

  @Test
  void whereNoResultIsTheReportIsEmptyAndSaysHowToGetOne() {
    Report none = new Results(folder).read(ABLATION);
    assertThat(none.outcomes()).isEmpty();
    assertThat(none.markdown()).contains("./lab ablate resnet-preactivation");
  }

  @Test
  void anUnknownNameIsNotAMissingResult() {
    assertThatThrownBy(() -> Results.of("resnet-deep")).hasMessageContaining("resnet-depth");
  }

  @Test
  void aDamagedResultIsNamedWithItsMend() throws Exception {
    Path written = new Results(folder).write(report);
    Files.writeString(written.resolve("runs.csv"), "arm,seed\n");
    assertThatThrownBy(() -> new Results(folder).read(ABLATION))
        .hasMessageContainingAll(written.toString(), "write it anew");
  }

  /** Whatever is stored with the project belongs to an ablation of the registry and can be read. */
  @Test
  void everyResultThatComesWithTheProjectIsReadable() throws Exception {
    Path stored = Project.folder().resolve(Results.STORED);
    if (!Files.isDirectory(stored)) return;
    try (var results = Files.list(stored)) {
      assertThat(results.filter(Files::isDirectory))
          .allSatisfy(result ->
              assertThat(Results.of(result.getFileName().toString()).outcomes()).isNotEmpty());
    }
  }

  private static Outcome outcome(String arm, int seed, double accuracy) {
    return Runs.on(Runs.outcome(arm, seed, accuracy), MACHINE);
  }
}
