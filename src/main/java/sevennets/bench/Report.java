package sevennets.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.nd4j.shade.jackson.core.JsonProcessingException;
import org.nd4j.shade.jackson.databind.ObjectMapper;
import org.nd4j.shade.jackson.databind.node.ObjectNode;

/**
 * Runs as text for a reader and as JSON for a program.
 *
 * <pre>{@code
 * String text = Report.text(run, Machine.measure());
 * }</pre>
 */
public final class Report {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Report() {}

  /** A block of lines: one contender each, then the ratios. */
  public static String text(Run run, Machine machine) {
    StringBuilder text = new StringBuilder("%s%n".formatted(run.workload()));
    run.timings()
        .forEach((contender, timing) -> text.append(line(run, contender, timing, machine)));
    run.absent().values().stream()
        .distinct()
        .forEach(sentence -> text.append("  %s%n".formatted(sentence)));
    run.toPyTorch()
        .ifPresent(
            ratio -> text.append("  ours / PyTorch at its best           %s%n".formatted(ratio)));
    run.toStock()
        .ifPresent(
            ratio -> text.append("  ours / stock Deeplearning4j          %s%n".formatted(ratio)));
    return text.toString();
  }

  /** One row of a Markdown table; {@link #HEADER} goes above. */
  public static String row(Run run, Machine machine) {
    return "| `%s` | %d | %s | %.0f | %s | %s | %s | %s | %s | %s | %.0f%% | %s |"
        .formatted(
            run.workload().arch(),
            run.workload().batch(),
            run.workload().mode(),
            run.ours().median(),
            median(run, Contender.STOCK),
            median(run, Contender.PYTORCH),
            median(run, Contender.PYTORCH_CHANNELS_LAST),
            or(run.bestCompiled().map(timing -> "%.0f".formatted(timing.median()))),
            or(run.toStock().map(r -> "%.0f".formatted(r.ofMedians()))),
            or(run.toPyTorch().map(Ratio::toString)),
            100 * run.gflops(run.ours()) / machine.gflops(),
            mebibytes(run.ours().peakBytes()));
  }

  public static final String HEADER = """
      | net | batch | | ours, images/s | stock | PyTorch | PyTorch channels_last | PyTorch compiled | ours / stock | ours / best of PyTorch | of peak | peak MiB |
      |---|---|---|---|---|---|---|---|---|---|---|---|""";

  /** {@code {"machine", "runs": [...]}}; figures that were not measured are null. */
  public static String json(Machine machine, List<Run> runs) {
    ObjectNode report = JSON.createObjectNode()
        .put("machine", machine.toString())
        .put("matrix_product_gflops", machine.gflops());
    runs.forEach(run -> report.withArray("runs").add(json(run)));
    try {
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(report);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static ObjectNode json(Run run) {
    ObjectNode json = JSON.createObjectNode()
        .put("arch", run.workload().arch())
        .put("mode", run.workload().mode().toString())
        .put("batch", run.workload().batch());
    for (Contender contender : Contender.values())
      json.put(contender.toString(), run.timing(contender).map(Timing::median).orElse(null));
    json.put("ratio_stock", run.toStock().map(Ratio::ofMedians).orElse(null));
    json.put("ratio_pytorch_best", run.toPyTorch().map(Ratio::ofMedians).orElse(null));
    json.put("ratio_pytorch_best_least", run.toPyTorch().map(Ratio::least).orElse(null));
    json.put("ratio_pytorch_best_greatest", run.toPyTorch().map(Ratio::greatest).orElse(null));
    json.put("gflops", run.gflops(run.ours()));
    json.set("images_per_second", JSON.valueToTree(pairs(run)));
    json.set("peak_bytes", JSON.valueToTree(peaks(run)));
    json.set("compile_seconds", JSON.valueToTree(compiling(run)));
    json.set("absent", JSON.valueToTree(run.absent()));
    return json;
  }

  private static Map<String, List<Double>> pairs(Run run) {
    Map<String, List<Double>> pairs = new LinkedHashMap<>();
    run.timings()
        .forEach((contender, timing) -> pairs.put(contender.toString(), timing.imagesPerSecond()));
    return pairs;
  }

  private static Map<String, Long> peaks(Run run) {
    Map<String, Long> peaks = new LinkedHashMap<>();
    run.timings()
        .forEach((contender, timing) -> peaks.put(contender.toString(), timing.peakBytes()));
    return peaks;
  }

  private static Map<String, Double> compiling(Run run) {
    Map<String, Double> seconds = new LinkedHashMap<>();
    run.timings().forEach((contender, timing) -> {
      if (timing.compileSeconds() > 0) seconds.put(contender.toString(), timing.compileSeconds());
    });
    return seconds;
  }

  private static String line(Run run, Contender contender, Timing timing, Machine machine) {
    double gflops = run.gflops(timing);
    return String.format(
        Locale.ROOT,
        "  %-31s %9.1f images/s %9.1f GFLOP/s %4.0f%% of peak %9s%s%n",
        contender,
        timing.median(),
        gflops,
        100 * gflops / machine.gflops(),
        mebibytes(timing.peakBytes()) + " MiB",
        timing.compileSeconds() > 0
            ? String.format(Locale.ROOT, ", compiled in %.0f s before", timing.compileSeconds())
            : "");
  }

  private static String median(Run run, Contender contender) {
    return or(run.timing(contender).map(timing -> "%.0f".formatted(timing.median())));
  }

  private static String or(Optional<String> figure) {
    return figure.orElse("-");
  }

  private static String mebibytes(long bytes) {
    return bytes == 0 ? "?" : String.valueOf(bytes >> 20);
  }
}
