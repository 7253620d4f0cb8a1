package sevennets.models;

import static org.assertj.core.api.Assertions.assertThat;
import static sevennets.PrintedTable.number;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sevennets.PrintedTable;
import sevennets.graph.Graph;
import sevennets.ops.BatchNorm;
import sevennets.ops.Dropout;
import sevennets.ops.Lrn;
import sevennets.ops.SelfAttention;
import sevennets.ops.StochasticDepth;

/**
 * Figures and settings are the papers': held against two files that were typed from the papers and
 * the reference code, table by table, and not printed by this code.
 */
class PrintedFiguresTest {

  private record Line(String nets, String setting, String value) {}

  private static final List<Line> SETTINGS =
      PrintedTable.rows(PrintedFiguresTest.class, "printed-settings.txt").stream()
          .map(cells -> new Line(cells.get(0), cells.get(1), cells.get(2)))
          .toList();

  @Test
  void everyErrorIsThePapers() {
    List<String> printed =
        PrintedTable.rows(PrintedFiguresTest.class, "printed-errors.txt").stream()
            .map(cells -> String.join(
                " ", cells.get(0), cells.get(1), percent(cells.get(2)), percent(cells.get(3))))
            .toList();
    List<String> ours = Stream.of(1, 10)
        .flatMap(crops -> Models.printedErrors(crops).stream())
        .map(error -> String.join(
            " ",
            error.net(),
            String.valueOf(error.crops()),
            percent(error.top1()),
            percent(error.top5())))
        .toList();
    assertThat(ours).containsExactlyInAnyOrderElementsOf(printed);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("sevennets.models.Models#names")
  void everySettingIsThePapers(String name) {
    Map<String, String> printed = new LinkedHashMap<>();
    for (Line line : SETTINGS) {
      if (name.matches(line.nets))
        assertThat(printed.put(line.setting, line.value))
            .as("two lines say %s of %s", line.setting, name)
            .isNull();
    }
    assertThat(settings(Models.get(name).graph())).containsExactlyInAnyOrderEntriesOf(printed);
  }

  @Test
  void everyLineSpeaksOfANet() {
    assertThat(SETTINGS)
        .allMatch(line -> Models.names().stream().anyMatch(name -> name.matches(line.nets)));
  }

  /** All that a net's graph holds beside its shapes; what it does not have is left out. */
  private static Map<String, String> settings(Graph graph) {
    Map<String, String> settings = new LinkedHashMap<>();
    List<String> branches = ops(graph, StochasticDepth.class)
        .map(StochasticDepth::probability)
        .filter(probability -> probability > 0)
        .map(PrintedTable::number)
        .toList();
    settings.put("dropout", runs(ops(graph, Dropout.class).map(Dropout::probability)));
    settings.put(
        "stochastic depth",
        branches.isEmpty() ? "" : branches.get(0) + ", " + branches.get(branches.size() - 1));
    settings.put(
        "lrn",
        distinct(ops(graph, Lrn.class)
            .map(lrn -> "n %d, k %s, alpha %s, beta %s"
                .formatted(lrn.n(), number(lrn.k()), number(lrn.alpha()), number(lrn.beta())))));
    settings.put(
        "batch norm",
        distinct(ops(graph, BatchNorm.class)
            .map(norm -> "epsilon %s, momentum %s"
                .formatted(number(norm.epsilon()), number(norm.momentum())))));
    settings.put(
        "heads",
        distinct(
            ops(graph, SelfAttention.class).map(attention -> String.valueOf(attention.heads()))));
    settings.put("auxiliary losses", runs(graph.heads().stream().skip(1).map(Graph.Head::weight)));
    settings.put(
        "reconstruction losses", runs(graph.penalties().stream().map(Graph.Penalty::weight)));
    settings.values().removeIf(String::isEmpty);
    return settings;
  }

  private static <T> Stream<T> ops(Graph graph, Class<T> type) {
    return graph.steps().stream().map(Graph.Step::op).filter(type::isInstance).map(type::cast);
  }

  private static String distinct(Stream<String> texts) {
    Set<String> all = texts.collect(Collectors.toCollection(LinkedHashSet::new));
    return String.join("; ", all);
  }

  /** {@code 0.2, 2 x 0.5} for 0.2, 0.5, 0.5. */
  private static String runs(Stream<Double> values) {
    List<String> all = values.map(PrintedTable::number).toList();
    List<String> runs = new ArrayList<>();
    for (int start = 0, end; start < all.size(); start = end) {
      String value = all.get(start);
      end = IntStream.range(start, all.size())
          .filter(i -> !all.get(i).equals(value))
          .findFirst()
          .orElse(all.size());
      runs.add(end - start == 1 ? value : (end - start) + " x " + value);
    }
    return String.join(", ", runs);
  }

  private static String percent(String printed) {
    return percent(printed.equals("-") ? Double.NaN : Double.parseDouble(printed));
  }

  private static String percent(double error) {
    return Double.isNaN(error) ? "-" : String.format(Locale.ROOT, "%.2f", error);
  }
}
