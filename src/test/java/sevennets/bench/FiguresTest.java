package sevennets.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.ObjectMapper;
import sevennets.graph.Graph;
import sevennets.models.Models;
import sevennets.ops.Conv;
import sevennets.ops.Shape;
import tech.tablesaw.api.Table;

/** How figures follow from what was timed. */
class FiguresTest {
  private static final Machine MACHINE =
      new Machine("a processor", 2, "avx2", "an OS", "a JVM", "3.11", 100);

  @Test
  void medianOfAnEvenCountIsTheMiddleOfTwo() {
    assertThat(timing(1, 9, 3, 5).median()).isEqualTo(4);
    assertThat(timing(9, 1, 5).median()).isEqualTo(5);
  }

  @Test
  void ratioIsOfMediansAndItsSpreadOfPairs() {
    Ratio ratio = Ratio.of(timing(10, 20, 30), timing(10, 5, 30));
    assertThat(ratio.ofMedians()).isEqualTo(2);
    assertThat(ratio.least()).isEqualTo(1);
    assertThat(ratio.greatest()).isEqualTo(4);
  }

  @Test
  void fasterFormatOfPyTorchCounts() {
    assertThat(run(20, 8, 10).toPyTorch().orElseThrow().ofMedians()).isEqualTo(2);
    assertThat(run(20, 10, 8).toPyTorch().orElseThrow().ofMedians()).isEqualTo(2);
  }

  @Test
  void trainingCountsThreePassesAndSparesTheImagesGradient() {
    Graph graph = new Graph(Shape.image(1, 4, 4));
    graph.classify(graph
        .input()
        .conv("first", Conv.of(2, 1))
        .conv("second", Conv.of(2, 1))
        .globalAvgPool("pool")
        .dense("fc", 5));
    double first = 2 * 16, second = 4 * 16, fc = 10;
    assertThat(new Workload("net", graph, 1, Mode.TRAINING).flops())
        .isEqualTo(2 * (2 * first + 3 * second + 3 * fc));
    assertThat(new Workload("net", graph, 1, Mode.INFERENCE).flops())
        .isEqualTo(2 * (first + second + fc));
  }

  @Test
  void inferenceLeavesAuxiliaryHeadsOut() {
    assertThat(Workload.of(Models.get("googlenet"), 1, Mode.INFERENCE).graph().heads())
        .hasSize(1);
    assertThat(Workload.of(Models.get("googlenet"), 1, Mode.TRAINING).graph().heads())
        .hasSizeGreaterThan(1);
  }

  @Test
  void jsonHoldsEveryContenderAndNullForTheAbsent() throws Exception {
    JsonNode report = new ObjectMapper().readTree(Report.json(MACHINE, List.of(run(20, 8, 10))));
    JsonNode run = report.get("runs").get(0);
    assertThat(report.get("machine").asText()).contains("a processor");
    assertThat(run.get("arch").asText()).isEqualTo("lenet5");
    assertThat(run.get("mode").asText()).isEqualTo("training");
    assertThat(run.get("ours").asDouble()).isEqualTo(20);
    assertThat(run.get("pytorch").asDouble()).isEqualTo(8);
    assertThat(run.get("pytorch_channels_last").asDouble()).isEqualTo(10);
    assertThat(run.get("ratio_pytorch_best").asDouble()).isEqualTo(2);
    assertThat(run.get("stock").isNull()).isTrue();
    assertThat(run.get("ratio_stock").isNull()).isTrue();
  }

  @Test
  void sweepsTableSetsEachRatioBesideTheirMean() {
    List<Run> runs = CostSweep.WIDTH.workloads().stream()
        .map(workload -> run(workload, 20, 8, 10 * workload.macs() / 4e7))
        .toList();
    Table table = CostSweep.WIDTH.table(runs);
    assertThat(table.doubleColumn("ratio_to_mean").mean()).isCloseTo(1, within(1e-9));
    assertThat(table.longColumn("macs").getDouble(2) / table.longColumn("macs").getDouble(0))
        .isBetween(14.0, 16.0);
  }

  @Test
  void bestOfPyTorchIsTheFastestOfItsWaysCompiledOrNot() {
    Run eager = run(100, 50, 40);
    Map<Contender, Timing> timings = new EnumMap<>(eager.timings());
    timings.put(Contender.PYTORCH_COMPILED, timing(45));
    timings.put(Contender.PYTORCH_AUTOTUNED_CHANNELS_LAST, new Timing(List.of(80.0), 0, 43));
    Run run = new Run(eager.workload(), timings, Map.of());
    assertThat(eager.toPyTorch().orElseThrow().ofMedians()).isEqualTo(2);
    assertThat(run.toPyTorch().orElseThrow().ofMedians()).isEqualTo(1.25);
    assertThat(run.bestCompiled()).contains(timings.get(Contender.PYTORCH_AUTOTUNED_CHANNELS_LAST));
    assertThat(eager.bestCompiled()).isEmpty();
    assertThat(Report.text(run, MACHINE)).contains("compiled in 43 s before");
    assertThat(Report.row(run, MACHINE)).contains("| 100 | - | 50 | 40 | 80 | - | 1.25");
    assertThat(Report.json(MACHINE, List.of(run)))
        .contains("\"pytorch_autotuned_channels_last\" : 43.0");
  }

  @Test
  void whyACompilerTookNoPartIsSaidOnce() {
    Run eager = run(100, 50, 40);
    String why = "torch.compile needs a C++ compiler";
    Run run = new Run(
        eager.workload(),
        eager.timings(),
        Map.of(Contender.PYTORCH_COMPILED, why, Contender.PYTORCH_AUTOTUNED, why));
    assertThat(Report.text(run, MACHINE).lines().filter(line -> line.contains(why)))
        .hasSize(1);
  }

  @Test
  void mistakesOfTheCallerAreNamed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Workload.of(Models.get("lenet5"), 0, Mode.TRAINING))
        .withMessageContaining("received 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Benchmark(Set.of(), null, 1, 0, 1))
        .withMessageContaining("received 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Benchmark(Set.of(), null, 1, 1, -1))
        .withMessageContaining("received -1.0");
  }

  @Test
  void aPythonThatIsNoneIsRefusedBeforeAnythingIsFetched() {
    Path none = Path.of("pom.xml");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Torch.findOrInstall(none, new PrintWriter(System.err)))
        .withMessageContaining("--python pom.xml is no Python that has PyTorch");
  }

  private static Run run(double ours, double pyTorch, double channelsLast) {
    return run(Workload.of(Models.get("lenet5"), 4, Mode.TRAINING), ours, pyTorch, channelsLast);
  }

  private static Run run(Workload workload, double ours, double pyTorch, double channelsLast) {
    return new Run(
        workload,
        new EnumMap<>(Map.of(
            Contender.OURS,
            timing(ours),
            Contender.PYTORCH,
            timing(pyTorch),
            Contender.PYTORCH_CHANNELS_LAST,
            timing(channelsLast))));
  }

  private static Timing timing(double... imagesPerSecond) {
    return new Timing(Arrays.stream(imagesPerSecond).boxed().toList(), 0);
  }
}
