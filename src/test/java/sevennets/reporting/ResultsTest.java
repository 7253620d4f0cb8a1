package sevennets.reporting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
  void itsFolderHoldsEveryNotationAndEachPictureOnce() throws Exception {
    Path written = new Results(folder).write(report);
    for (String file : List.of(
        "report.html", "report.md", "table.csv", "table.tex", "runs.csv", "settings.properties"))
      assertThat(written.resolve(file)).isNotEmptyFile();
    for (String picture : List.of("differences.png", "train_loss.png", "val_acc1.png")) {
      assertThat(Files.readString(written.resolve("report.md"))).contains("](" + picture + ")");
      assertThat(Files.readString(written.resolve("report.html")))
          .contains("src=\"" + picture + "\"")
          .doesNotContain("base64,");
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
        .hasMessageContainingAll(written.toString(), "run it anew");
  }

  /** What is written into a cell, and the sentence for it. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "9|1e30|in line 2 of runs.csv, test_acc1 should be a number from 0 to 1, or NaN; it is '1e30'",
        "9|Infinity|in line 2 of runs.csv, test_acc1 should be a number from 0 to 1, or NaN; it is 'Infinity'",
        "9|null|in line 2 of runs.csv, test_acc1 should be a number from 0 to 1, or NaN; it is 'null'",
        "9|''|in line 2 of runs.csv, test_acc1 should be a number from 0 to 1, or NaN; it is ''",
        "11|-1|in line 2 of runs.csv, end_train_loss should be a number from 0 to 1.0E29, or NaN; it is '-1'",
        "2|x|in line 2 of runs.csv, seed should be a whole number of 0 or more; it is 'x'",
        "3|yes|in line 2 of runs.csv, diverged should be true or false; it is 'yes'",
        "4|-5|in line 2 of runs.csv, params should be a whole number of 0 or more; it is '-5'",
        "15|much|line 2 of runs.csv: line 2 of its history should be an epoch and 8 numbers"
      })
  void aCellThatIsNoSuchNumberIsNamedWithItsLine(int column, String cell, String said)
      throws Exception {
    Path file = new Results(folder).write(report).resolve("runs.csv");
    List<String> lines = new ArrayList<>(Files.readAllLines(file));
    String[] cells = lines.get(1).split(",", -1);
    cells[column - 1] = cell;
    lines.set(1, String.join(",", cells));
    Files.write(file, lines);
    assertThatThrownBy(() -> new Results(folder).read(ABLATION)).hasMessageContaining(said);
  }

  @Test
  void aLineThatLacksCellsIsNamed() throws Exception {
    Path file = new Results(folder).write(report).resolve("runs.csv");
    List<String> lines = new ArrayList<>(Files.readAllLines(file));
    lines.set(2, "original,1");
    Files.write(file, lines);
    assertThatThrownBy(() -> new Results(folder).read(ABLATION))
        .hasMessageContaining(
            "line 3 of runs.csv should have 21 cells, as the first line; it has 2");
  }

  @Test
  void aSettingThatIsMissingIsNamed() throws Exception {
    Path file = new Results(folder).write(report).resolve("settings.properties");
    Files.writeString(file, Files.readString(file).replaceFirst("(?m)^seeds=.*\n", ""));
    assertThatThrownBy(() -> new Results(folder).read(ABLATION))
        .hasMessageContaining("settings.properties lacks seeds");
  }

  @Test
  void aTrialThatIsNoNumberIsNamed() throws Exception {
    Path file = new Results(folder).write(report).resolve("trials.csv");
    Files.writeString(file, Files.readString(file).replace("0.8", "1e30"));
    assertThatThrownBy(() -> new Results(folder).read(ABLATION))
        .hasMessageContaining("in line 2 of trials.csv, val_acc1 should be a number from 0 to 1");
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
