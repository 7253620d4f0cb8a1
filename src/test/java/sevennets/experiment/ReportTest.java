package sevennets.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import java.util.List;
import org.junit.jupiter.api.Test;

class ReportTest {

  private static final Ablation ABLATION = Ablations.get("resnet-preactivation");

  private final Report report = new Report(ABLATION, Budget.quick().withSeeds(3), List.of(
      StoreTest.outcome("original", 1, 0.900), StoreTest.outcome("original", 2, 0.902), StoreTest.outcome("original", 3, 0.901),
      StoreTest.outcome("preactivated", 1, 0.910), StoreTest.outcome("preactivated", 2, 0.9125), StoreTest.outcome("preactivated", 3, 0.911)));

  @Test void theTableHasMeanSpreadAndThePapersFigure() {
    Row arm = report.rows().get(1);
    assertThat(arm.mean()).isCloseTo(8.8833, offset(1e-4));
    assertThat(arm.deviation()).isCloseTo(0.1258, offset(1e-4));
    assertThat(arm.paper()).hasValue(6.37);
    assertThat(arm.paperEffect().getAsDouble()).isCloseTo(-0.24, offset(1e-9));
    assertThat(arm.comparison().orElseThrow().difference()).isCloseTo(-1.01667, offset(1e-4));
  }

  @Test void allFourNotationsHoldTheSameFigures() {
    for (String text : List.of(report.markdown(), report.html(), report.latex()))
      assertThat(text).contains("preactivated", "8.88", "0.13", "-1.02", "6.37", "agrees");
    assertThat(report.csv()).startsWith("arm,mean,std,seeds").contains("preactivated,8.88");
  }

  @Test void theReportSaysWhatDiffersFromThePaper() {
    assertThat(report.markdown()).contains("fashion-mnist instead of the paper's CIFAR-10", "6 of 6 runs finished");
  }

  @Test void anArmWithoutAFigureInThePaperSaysSo() {
    Report plain = new Report(Ablations.get("resnet-batchnorm"), Budget.quick(), List.of(
        StoreTest.outcome("with", 1, 0.9), StoreTest.outcome("without", 1, 0.8), StoreTest.outcome("with", 2, 0.9), StoreTest.outcome("without", 2, 0.81)));
    assertThat(plain.markdown()).contains("none given");
  }

  @Test void thePageNeedsNoOtherFile() {
    assertThat(report.html()).contains("data:image/png;base64,").doesNotContain("src=\"http").doesNotContain("<link");
  }

  @Test void seedsThatOnlyOneArmFinishedAreNotPaired() {
    Report uneven = new Report(ABLATION, Budget.quick(), List.of(
        StoreTest.outcome("original", 1, 0.9), StoreTest.outcome("original", 2, 0.91), StoreTest.outcome("preactivated", 2, 0.92)));
    assertThat(uneven.rows().get(1).comparison().orElseThrow().pairs()).isEqualTo(1);
  }

  @Test void epochsToATrainingErrorAreInterpolated() {
    assertThat(Measure.epochsToTrainingError(0.3).of(StoreTest.outcome("a", 1, 0.9))).isCloseTo(1.5, offset(1e-9));
    assertThat(Measure.epochsToTrainingError(0.01).of(StoreTest.outcome("a", 1, 0.9))).isEqualTo(2);
  }
}
