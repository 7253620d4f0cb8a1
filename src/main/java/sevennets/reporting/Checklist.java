package sevennets.reporting;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import sevennets.claims.Budget;
import sevennets.claims.Hours;

/**
 * What conferences ask of an experiment, answered from the report: claims, data, training details,
 * error bars, compute (the questions of NeurIPS's paper checklist that an experiment can answer).
 */
final class Checklist {
  private Checklist() {}

  static String text(Report report) {
    Budget budget = report.budget();
    String seeds =
        budget.seedNumbers().stream().map(String::valueOf).collect(Collectors.joining(", "));
    List<List<String>> rows = List.of(
        List.of("Claims", report.ablation().claim()),
        List.of(
            "Limitations",
            report.ablation().limits().isEmpty()
                ? "Small nets on small images; see what differs from the paper."
                : report.ablation().limits()),
        List.of(
            "Data and splits",
            "%s of %s, %s, in the classes' proportions; a tenth as many for validation; test images read once, at the end"
                .formatted(budget.sample(), budget.data(), Words.drawn(report))),
        List.of("Hyperparameters", recipes(report)),
        List.of(
            "How they were chosen",
            Words.tuning(report).isEmpty()
                ? "Fixed beforehand; none was chosen by the runs reported."
                : Words.tuning(report)),
        List.of(
            "Seeds and runs",
            "%d of %d runs, seeds %s".formatted(report.outcomes().size(), report.runs(), seeds)),
        List.of("Runs that failed", failed(report)),
        List.of("Error bars", Words.reading(report)),
        List.of(
            "Compute",
            "%s of training and validation. %s"
                .formatted(Hours.text(report.hours()), Words.machine(report))),
        List.of(
            "Plan",
            Words.plan(report).isEmpty()
                ? "No departure from a plan is on record."
                : Words.plan(report)),
        List.of(
            "Code",
            "./lab ablate %s; each run's fingerprint lies beside its result."
                .formatted(report.ablation().name())));
    return "# Checklist of " + report.ablation().name() + "\n\n"
        + Markdown.table(new Words.Cells(List.of("asked", "answer"), "asked,answer", rows))
        + "\n";
  }

  private static String recipes(Report report) {
    return Words.recipes(report).entrySet().stream()
        .map(r -> "%s: `%s`".formatted(r.getKey(), r.getValue()))
        .collect(Collectors.joining("; "));
  }

  private static String failed(Report report) {
    long failed = report.outcomes().stream().filter(o -> o.diverged()).count();
    return String.format(
        Locale.ROOT, "%d diverged; they are counted in the table and are in no mean", failed);
  }
}
