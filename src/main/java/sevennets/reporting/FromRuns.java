package sevennets.reporting;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.XYChart;
import sevennets.claims.Ablation;
import sevennets.claims.Ablations;
import sevennets.claims.Hours;
import sevennets.plot.Figure;
import sevennets.plot.Plots;
import sevennets.reporting.Comparison.Verdict;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * A figure that an ablation's stored runs draw.
 *
 * @param ablation its name
 * @param drawing how it is drawn from the runs
 */
record FromRuns(String ablation, Drawing drawing) implements Exhibit.Evidence {

  /** How a figure is drawn. */
  enum Drawing {
    /** Error on the training images, epoch by epoch. */
    TRAINING_ERROR,
    /** Loss on the training images, epoch by epoch. */
    TRAINING_LOSS,
    /** The measure of each arm, and the paper's beside it where every arm has a figure. */
    BARS,
    /** Test error against the number of parameters, a line a group. */
    ERROR_BY_PARAMETERS,
    /** Test error against multiply-adds, a line a group. */
    ERROR_BY_MACS
  }

  @Override
  public Room room(Exhibit exhibit, Museum museum) {
    Report report = museum.report(Ablations.get(ablation));
    return new Room(
        exhibit.title(),
        exhibit.shows(),
        state(report),
        figures(report).stream().map(Figure::html).toList(),
        report.outcomes().isEmpty() ? List.of() : List.of(besideThePaper(report)),
        report.findings(),
        why(report));
  }

  /** What the contrasts say together; a paper that is contradicted anywhere differs. */
  static String state(Report report) {
    List<Verdict> verdicts = report.comparisons().stream()
        .map(Comparison::verdict)
        .filter(v -> v != Verdict.NOT_RUN)
        .toList();
    if (verdicts.isEmpty()) return "not run";
    if (verdicts.contains(Verdict.DISAGREES)) return "differs";
    if (verdicts.stream().allMatch(v -> v == Verdict.AGREES)) return "agrees";
    return verdicts.contains(Verdict.AGREES) ? "agrees in part" : "undecided";
  }

  /** Each arm's measure here, and the paper's. */
  private static Words.Cells besideThePaper(Report report) {
    String measure = report.ablation().measure().title();
    return new Words.Cells(
        List.of("arm", measure + ", here", "std", "runs", "diverged", "in the paper"),
        "arm",
        report.rows().stream()
            .map(row -> Stream.of(
                    row.name(),
                    Words.number(row.mean()),
                    Words.number(row.deviation()),
                    String.valueOf(row.seeds()),
                    String.valueOf(row.failed()),
                    row.arm().paper().isPresent()
                        ? Words.number(row.arm().paper().getAsDouble())
                        : Words.NONE_GIVEN)
                .toList())
            .toList());
  }

  private static String why(Report report) {
    Ablation ablation = report.ablation();
    String larger =
        "To run it larger: ./lab ablate %s --images 55000 --epochs 30, or --profile full on a graphics card."
            .formatted(ablation.name());
    if (report.outcomes().isEmpty()) return Words.nothing(report) + " " + ablation.limits();
    String here = "%s; %d of %d runs, %s on %s; there: %s."
        .formatted(
            Words.differences(report).values().stream()
                .map(words -> words.get(0))
                .collect(Collectors.joining(", ")),
            report.outcomes().size(),
            report.runs(),
            Hours.text(report.hours()),
            Words.device(report),
            ablation.source());
    return Stream.of("Here: " + here, ablation.limits(), report.note(), larger)
        .filter(text -> !text.isEmpty())
        .collect(Collectors.joining(" "));
  }

  private List<Figure> figures(Report report) {
    if (report.outcomes().isEmpty()) return List.of();
    return List.of(
        switch (drawing) {
          case TRAINING_LOSS -> Figure.of(Plots.bands("train_loss", report.curves("train_loss")));
          case TRAINING_ERROR -> Figure.of(Plots.bands("train_error", errors(report)));
          case BARS -> Figure.of(bars(report));
          case ERROR_BY_PARAMETERS ->
            Figure.of(byCost(
                report, "log10 of the number of parameters", row -> Math.log10(row.params())));
          case ERROR_BY_MACS ->
            Figure.of(byCost(report, "multiply-adds (millions)", row -> row.macs() / 1e6));
        });
  }

  private static Map<String, Table> errors(Report report) {
    Map<String, Table> errors = new LinkedHashMap<>();
    report
        .curves("train_acc1")
        .forEach((arm, accuracy) -> errors.put(
            arm,
            Table.create(
                "train_error",
                accuracy.column("epoch").copy(),
                accuracy.doubleColumn("train_acc1").multiply(-1).add(1).setName("train_error"),
                accuracy.doubleColumn("train_acc1_std").copy().setName("train_error_std"))));
    return errors;
  }

  private static CategoryChart bars(Report report) {
    List<Row> rows = report.rows();
    Table table = Table.create(
        "arms",
        StringColumn.create("arm", rows.stream().map(Row::name).toList()),
        DoubleColumn.create("here", rows.stream().map(Row::mean).toList()),
        DoubleColumn.create("here_std", rows.stream().map(Row::deviation).toList()),
        DoubleColumn.create(
            "paper", rows.stream().map(r -> r.arm().paper().orElse(Double.NaN)).toList()));
    boolean figures = rows.stream().allMatch(r -> r.arm().paper().isPresent());
    CategoryChart chart =
        figures ? Plots.bars(table, "arm", "here", "paper") : Plots.bars(table, "arm", "here");
    chart.setYAxisTitle(report.ablation().measure().title());
    return chart;
  }

  private static XYChart byCost(Report report, String axis, ToDoubleFunction<Row> cost) {
    XYChart chart = Plots.xy(axis, "test error, %", 720, 440);
    Map<String, List<Row>> groups = new LinkedHashMap<>();
    report
        .rows()
        .forEach(row ->
            groups.computeIfAbsent(row.arm().group(), g -> new ArrayList<>()).add(row));
    groups.forEach((group, rows) -> Plots.line(
        chart,
        group,
        rows.stream().mapToDouble(cost).toArray(),
        rows.stream().mapToDouble(Row::mean).toArray()));
    return chart;
  }
}
