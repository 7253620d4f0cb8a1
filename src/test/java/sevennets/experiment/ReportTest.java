package sevennets.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import sevennets.train.History;

class ReportTest {

  private static final Ablation ABLATION = Ablations.get("resnet-preactivation");

  private final Report report = new Report(
      ABLATION,
      Budget.quick().withEpochs(2).withSeeds(3),
      List.of(
          StoreTest.outcome("original", 1, 0.900),
          StoreTest.outcome("original", 2, 0.902),
          StoreTest.outcome("original", 3, 0.901),
          StoreTest.outcome("preactivated", 1, 0.910),
          StoreTest.outcome("preactivated", 2, 0.9125),
          StoreTest.outcome("preactivated", 3, 0.911)));

  @Test
  void theTableHasMeanSpreadAndThePapersFigure() {
    Row arm = report.rows().get(1);
    assertThat(arm.mean()).isCloseTo(8.8833, offset(1e-4));
    assertThat(arm.deviation()).isCloseTo(0.1258, offset(1e-4));
    assertThat(arm.arm().paper()).hasValue(6.37);
    assertThat(arm.effect().getAsDouble()).isCloseTo(-0.24, offset(1e-9));
    assertThat(arm.comparison().orElseThrow().difference()).isCloseTo(-1.01667, offset(1e-4));
  }

  @Test
  void allFourNotationsHoldTheSameFigures() {
    for (String text : List.of(report.markdown(), report.html(), report.latex()))
      assertThat(text).contains("preactivated", "8.88", "0.13", "-1.02", "6.37", "agrees");
    assertThat(report.csv()).startsWith("arm,mean,std,seeds").contains("preactivated,8.88");
  }

  @Test
  void theReportSaysWhatDiffersFromThePaperAndWhatItTook() {
    assertThat(report.markdown())
        .contains(
            "| data | 5,500 training images of fashion-mnist | CIFAR-10 |",
            "| 32 x 32 pixels, 2 epochs, recipe 'quick' | 32 x 32 pixels, 64,000 steps of 128 images |",
            "6 of 6 runs are finished: 2 minutes of training and validation in all.");
  }

  @Test
  void theMachineIsNamedOnce() {
    Map<String, String> machine =
        Map.of("device", "Abacus", "cores", "2", "system", "Linux", "java", "17");
    Report named = new Report(
            ABLATION,
            Budget.quick().withEpochs(2),
            report.outcomes().stream()
                .map(o -> new Outcome(
                    o.arm(), o.seed(), o.testAcc1(), o.params(), o.macs(), o.history(), machine))
                .toList())
        .withNote("It was busy.");
    for (String text : List.of(named.markdown(), named.html()))
      assertThat(text).contains("Machine: Abacus, cores: 2; Linux; 17. It was busy.");
    assertThat(report.markdown()).contains("The machine is not on record.");
  }

  @Test
  void anArmWithoutAFigureInThePaperSaysSo() {
    Report plain = new Report(
        Ablations.get("resnet-batchnorm"),
        Budget.quick(),
        List.of(
            StoreTest.outcome("with", 1, 0.9),
            StoreTest.outcome("without", 1, 0.8),
            StoreTest.outcome("with", 2, 0.9),
            StoreTest.outcome("without", 2, 0.81)));
    assertThat(plain.rows())
        .allSatisfy(row -> assertThat(Words.cells(plain).get(0)).contains("none given"));
    assertThat(plain.findings())
        .containsExactly(
            "without against with: +9.50 (+3.15 to +15.85); in the paper none given: nothing to agree with.");
  }

  @Test
  void aDirectionThatThePaperDrawsIsJudgedWithoutAFigure() {
    Report depth = new Report(
        Ablations.get("resnet-depth"),
        Budget.quick(),
        List.of(
            StoreTest.outcome("residual-56", 1, 0.90),
            StoreTest.outcome("residual-56", 2, 0.90),
            StoreTest.outcome("residual-56", 3, 0.90),
            StoreTest.outcome("plain-56", 1, 0.80),
            StoreTest.outcome("plain-56", 2, 0.801),
            StoreTest.outcome("plain-56", 3, 0.80),
            StoreTest.outcome("plain-44", 1, 0.80)));
    Row plain = depth.rows().stream()
        .filter(row -> row.name().equals("plain-56"))
        .findFirst()
        .orElseThrow();
    assertThat(plain.against()).isEqualTo("residual-56");
    assertThat(plain.comparison().orElseThrow().verdict()).isEqualTo(Comparison.Verdict.AGREES);
    assertThat(Words.finding(plain)).contains("in the paper more, no figure: the direction agrees");
    assertThat(depth.figures().get("differences").altText())
        .contains("here: plain-56 ")
        .doesNotContain("paper");
  }

  @Test
  void thePageNeedsNoOtherFile() {
    assertThat(report.html())
        .contains("data:image/png;base64,")
        .doesNotContain("src=\"http")
        .doesNotContain("<link")
        .doesNotContain("{findings}");
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
            "Line chart of validation accuracy (fraction) by epoch. original: from 0.6 at 1 to 0.85 at 2",
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
  void aRunThatDivergedCountsAsChanceAndIsNamed() {
    Outcome whole = StoreTest.outcome("preactivated", 3, 0.91);
    Report one = new Report(
        ABLATION,
        report.budget(),
        List.of(
            StoreTest.outcome("original", 3, 0.9),
            whole,
            new Outcome("preactivated", 4, 0.1, 1000, 2000, new History(), Map.of())));
    assertThat(one.markdown())
        .contains(
            "| preactivated | 49.50 |",
            "Training diverged and counts as chance: preactivated with seed 4.");
    assertThat(
            one.curves("val_acc1").get("preactivated").doubleColumn("val_acc1").asDoubleArray())
        .containsExactly(0.6, 0.85);
    assertThat(one.rows().get(1).seconds()).isEqualTo(10);
    assertThat(Measure.epochsToTrainingError(0.1).of(one.outcomes().get(2), 2)).isEqualTo(2);
  }

  @Test
  void withoutAnOutcomeTheReportSaysHowToGetOne() {
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
    assertThat(report.latex())
        .contains("\\toprule", "preactivated", "& 95\\% interval &")
        .doesNotContain("95%");
  }

  @Test
  void seedsThatOnlyOneArmFinishedAreNotPaired() {
    Report uneven = new Report(
        ABLATION,
        Budget.quick(),
        List.of(
            StoreTest.outcome("original", 1, 0.9),
            StoreTest.outcome("original", 2, 0.91),
            StoreTest.outcome("preactivated", 2, 0.92)));
    assertThat(uneven.rows().get(1).comparison().orElseThrow().pairs()).isEqualTo(1);
  }

  @Test
  void epochsToATrainingErrorAreInterpolated() {
    assertThat(Measure.epochsToTrainingError(0.3).of(StoreTest.outcome("a", 1, 0.9), 2))
        .isCloseTo(1.5, offset(1e-9));
    assertThat(Measure.epochsToTrainingError(0.01).of(StoreTest.outcome("a", 1, 0.9), 2))
        .isEqualTo(2);
  }
}
