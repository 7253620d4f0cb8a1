package sevennets.reporting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;
import static sevennets.claims.Runs.outcome;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import sevennets.claims.Ablation;
import sevennets.claims.Ablations;
import sevennets.claims.Arm;
import sevennets.claims.Budget;
import sevennets.claims.Measure.Pair;
import sevennets.claims.Outcome;
import sevennets.claims.Runs;
import sevennets.claims.Trial;
import sevennets.claims.Tuning;
import sevennets.reporting.Comparison.Verdict;

class ReportTest {

  private static final Ablation ABLATION = Ablations.get("resnet-preactivation");

  private final Report report = new Report(
      ABLATION,
      Budget.quick().withEpochs(5).withSeeds(3),
      List.of(
          outcome("original", 1, 0.900),
          outcome("original", 2, 0.902),
          outcome("original", 3, 0.901),
          outcome("preactivated", 1, 0.910),
          outcome("preactivated", 2, 0.9125),
          outcome("preactivated", 3, 0.911)));

  @Test
  void theTableHasMeanSpreadAndThePapersFigure() {
    Row arm = report.rows().get(1);
    assertThat(arm.mean()).isCloseTo(8.8833, offset(1e-4));
    assertThat(arm.deviation()).isCloseTo(0.1258, offset(1e-4));
    assertThat(arm.arm().paper()).hasValue(6.37);
    assertThat(report.comparisons().get(0).difference()).isCloseTo(-1.01667, offset(1e-4));
  }

  @Test
  void everyNotationHoldsTheSameFigures() {
    for (String text : List.of(report.markdown(), report.html(), report.latex()))
      assertThat(text).contains("preactivated", "8.88", "0.13", "-1.02", "6.37", "agrees");
    assertThat(report.csv()).startsWith("arm,mean,std,seeds").contains("preactivated,8.88");
    assertThat(report.contrasts().write().toString("csv")).contains("preactivated,original,LESS");
  }

  @Test
  void theReportSaysWhatDiffersFromThePaperAndWhatItTook() {
    assertThat(report.markdown())
        .contains(
            "| data | 5,500 training images of fashion-mnist, drawn anew by each seed | CIFAR-10 |",
            "| 32 x 32 pixels, 5 epochs | 32 x 32 pixels, 64,000 steps of 128 images |",
            "6 of 6 runs are finished: 5 minutes of training and validation in all.",
            "can't be shown");
  }

  @Test
  void itPrintsTheRecipeOfEachArmAndNotItsName() {
    assertThat(report.markdown()).contains("- original, preactivated: `" + Runs.RECIPE + "`");
  }

  @Test
  void theMachineIsNamedOnce() {
    Map<String, String> machine =
        Map.of("device", "Abacus", "cores", "2", "system", "Linux", "java", "17");
    Report named = new Report(
            ABLATION,
            report.budget(),
            report.outcomes().stream().map(o -> Runs.on(o, machine)).toList())
        .withNote("It was busy.");
    for (String text : List.of(named.markdown(), named.html()))
      assertThat(text).contains("Machine: Abacus, cores: 2; Linux; 17. It was busy.");
    assertThat(report.markdown()).contains("The machine is not on record.");
  }

  @Test
  void whatDepartedFromThePlanIsSaid() {
    assertThat(report.withDepartures(List.of("seeds was planned as 5 and is 3")).markdown())
        .contains("Departures from the plan: seeds was planned as 5 and is 3.");
  }

  @Test
  void theTrialsOfATuningAreSaidWithWhatWon() {
    Ablation tuned = ABLATION.tuned(Tuning.grid(0.5, 2));
    Report report = new Report(tuned, this.report.budget(), this.report.outcomes())
        .withTrials(List.of(
            new Trial("original", 0.5, 0.2, 1, 0.80), new Trial("original", 2, 0.8, 1, 0.90)));
    assertThat(report.markdown())
        .contains(
            "2 trials of each arm: its learning rate times [0.5, 2.0]",
            "original 0.8000 (90.0% of the validation images)");
  }

  @Test
  void thePageNeedsNoOtherFile() {
    assertThat(report.html())
        .contains("data:image/png;base64,")
        .doesNotContain("src=\"http")
        .doesNotContain("<link")
        .doesNotContain("{findings}", "{recipes}");
  }

  @Test
  void everyPictureHasItsWordsAndEveryTableItsHeads() {
    String html = report.html();
    assertThat(html.split("<img ", -1))
        .hasSize(4)
        .allSatisfy(part -> assertThat(part)
            .satisfiesAnyOf(
                p -> assertThat(p).startsWith("<!doctype"),
                p -> assertThat(p).startsWith("alt=\"")));
    assertThat(html)
        .contains(
            "Line chart of validation accuracy (fraction) by epoch. original: from 0.6 at 1",
            "<th scope=\"col\"",
            "<th scope=\"row\">preactivated</th>",
            "prefers-color-scheme: dark",
            "<html lang=\"en\">");
  }

  @Test
  void aVerdictIsNotToldByItsColourAlone() {
    assertThat(report.html()).contains("<td class=\"agrees\">agrees</td>");
  }

  @Test
  void aRunThatDivergedIsCountedAndIsInNoMean() {
    Report one = new Report(
        ABLATION,
        report.budget(),
        List.of(
            outcome("original", 3, 0.9),
            outcome("preactivated", 3, 0.91),
            Runs.diverged("preactivated", 4)));
    Row arm = one.rows().get(1);
    assertThat(arm.mean()).isCloseTo(9, offset(1e-9));
    assertThat(arm.failed()).isEqualTo(1);
    assertThat(one.markdown()).contains("Training diverged: preactivated with seed 4.");
  }

  @Test
  void anUndecidedContrastSaysWhatItCouldHaveFound() {
    Report close = new Report(
        ABLATION,
        report.budget(),
        List.of(
            outcome("original", 1, 0.900),
            outcome("original", 2, 0.902),
            outcome("original", 3, 0.901),
            outcome("preactivated", 1, 0.901),
            outcome("preactivated", 2, 0.900),
            outcome("preactivated", 3, 0.902)));
    assertThat(close.findings())
        .singleElement()
        .asString()
        .contains("undecided; 3 pairs of this spread find a difference of", "with 80% power");
  }

  @Test
  void aReportWithoutRunsSaysHowToMakeThem() {
    Report empty = new Report(ABLATION, Budget.quick(), List.of());
    for (String text : List.of(empty.markdown(), empty.html(), empty.fragment()))
      assertThat(text)
          .contains(
              "No result of 'resnet-preactivation' is here yet: ./lab ablate resnet-preactivation makes one");
    assertThat(empty.table().rowCount()).isZero();
  }

  @Test
  void whatLatexTakesForACommandIsEscaped() {
    assertThat(Latex.escaped("50% of a_b & #1 costs $2 {x} ~ ^ \\"))
        .isEqualTo(
            "50\\% of a\\_b \\& \\#1 costs \\$2 \\{x\\} \\textasciitilde{} \\textasciicircum{} \\textbackslash{}");
    assertThat(Latex.escaped("-1.02 to +0.30")).isEqualTo("$-1.02$ to $+0.30$");
    assertThat(Latex.escaped("< 0.001")).isEqualTo("$< 0.001$");
    assertThat(report.latex()).contains("\\toprule", "preactivated", "test error, \\%");
  }

  /** The project's own sweep decides; of one pair of one's own nothing follows. */
  @Test
  void aStoredSweepLendsItsSpreadAndNeverItsVerdict() {
    Ablation stored = Ablations.get("resnet-depth");
    List<Outcome> oneSeed =
        stored.arms().stream().map(arm -> outcome(arm.name(), 101, 0.9)).toList();
    Power power = Power.of(new Report(stored, Budget.quick(), oneSeed));
    assertThat(power.known().comparisons()).allMatch(c -> c.verdict() == Verdict.AGREES);
    assertThat(power.verdicts()).noneMatch(verdict -> verdict.contains("agrees"));
    assertThat(power.text()).contains("of 5 pairs on 10,000 training images");
  }

  @Test
  void theLengthTrainedIsThatOfTheArms() {
    Ablation road = Ablations.get("road-one-net");
    assertThat(road.budget("quick").length(road)).matches("\\d+ to \\d+ epochs");
    assertThat(Budget.smoke().length(ABLATION)).isEqualTo("1 epoch");
  }

  @Test
  void theSmallestDifferenceIsToldBeforeTheRuns() {
    assertThat(Power.of(report).text())
        .contains(
            "with 80% power, 3 pairs",
            "find a difference of ", "0.09 points; a spread of 0.03, of 3 pairs");
    Report none = new Report(ABLATION, Budget.quick(), List.of());
    assertThat(new Power(none, none, unit -> OptionalDouble.empty()).text())
        .contains("not known: no two pairs were run yet");
    assertThat(new Power(none, none, unit -> OptionalDouble.of(0.5)).verdicts())
        .allMatch(verdict -> verdict.matches(
            ".*: not run; 5 pairs find a difference of [0-9.]+ points, if they spread by 0.50.*"));
    Report one = new Report(ABLATION, Budget.quick().withSeeds(1), List.of());
    Power ofOne = new Power(one, one, unit -> OptionalDouble.of(0.5));
    assertThat(ofOne.text().strip())
        .isEqualTo("one pair can't tell a difference from chance; two or more can (--seeds)");
    assertThat(ofOne.verdicts()).allMatch(verdict -> verdict.contains(": not run; one pair can't"));
  }

  @Test
  void thePaperIsCitedAsBibtex() {
    assertThat(Bibtex.entry(ABLATION.source()))
        .contains(
            "@misc{he2016,",
            "author = {He and Zhang and Ren and Sun}",
            "eprint = {1603.05027}",
            "archivePrefix = {arXiv}");
    assertThat(Bibtex.entry(Ablations.get("alexnet-relu").source()))
        .contains("@misc{krizhevsky2012,", "author = {Krizhevsky and Sutskever and Hinton}")
        .doesNotContain("eprint");
  }

  @Test
  void theChecklistIsAnsweredFromTheReport() {
    assertThat(Checklist.text(report))
        .contains(
            "6 of 6 runs, seeds 101, 102, 103",
            "5,500 training images of fashion-mnist",
            "0 diverged",
            "5 minutes of training");
  }

  /** The largest of two rates says nothing of a group of four. */
  @Test
  void aGroupOfWhichRunsAreMissingIsNotCompared() {
    Ablation rates = Ablations.get("resnet-batchnorm");
    List<Outcome> outcomes = new ArrayList<>();
    for (Arm arm : rates.arms()) {
      outcomes.add(Runs.atRate(arm.name(), 101, rate(arm), arm.group().equals("with") ? 0.1 : 0.9));
      if (outcomes.size() < 3) outcomes.add(Runs.atRate(arm.name(), 102, rate(arm), 0.1));
    }
    Report cut = new Report(rates, rates.budget("quick"), outcomes);
    assertThat(cut.comparisons().get(0).pairs()).extracting(Pair::seed).containsExactly(101);
  }

  private static double rate(Arm arm) {
    return Double.parseDouble(arm.name().substring(arm.name().indexOf('-') + 1));
  }
}
