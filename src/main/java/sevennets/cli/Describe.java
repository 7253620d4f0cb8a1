package sevennets.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import sevennets.analysis.Diagram;
import sevennets.analysis.Outline;
import sevennets.analysis.Stage;
import sevennets.analysis.Summary;
import sevennets.analysis.Summary.Layer;
import sevennets.analysis.SummaryJson;
import sevennets.graph.Graph;
import sevennets.models.Models;
import sevennets.models.Variant;

/**
 * {@code ./lab describe NAME}: what a net is made of and what it costs, layer by layer, without
 * allocating a weight.
 */
@Command(
    name = "describe",
    description = {
      "Show a net's layers and stages: output, parameters, multiply-adds, memory for training, receptive field and stride.",
      "Parameters are learnable ones without auxiliary heads; multiply-adds are those of convolutions and linear layers for one image."
    },
    mixinStandardHelpOptions = true)
final class Describe implements Callable<Integer> {
  @Parameters(
      paramLabel = "NAME",
      arity = "0..1",
      description = "The net, such as resnet50; without one, all are listed.")
  private String name;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Option(names = "--stages", description = "Print the stages only, not every layer.")
  private boolean stagesOnly;

  @Option(names = "--svg", paramLabel = "FILE", description = "Draw the net into a file.")
  private Path svg;

  @Option(
      names = "--input",
      paramLabel = "N",
      description = "Height and width of the image, in pixels (default: the paper's).")
  private Integer size;

  @Option(
      names = "--batch",
      paramLabel = "N",
      defaultValue = "32",
      description = "Images in a training batch (default: ${DEFAULT-VALUE}).")
  private int batch;

  @Spec
  private CommandSpec spec;

  /** @return 0 */
  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    if (name == null) {
      list(out);
    } else {
      Variant variant = sized(Models.get(name));
      Graph graph = variant.graph();
      Summary summary = Summary.of(graph);
      if (svg != null) Diagram.of(name, Outline.of(graph)).save(svg);
      if (json) out.println(SummaryJson.of(name, summary));
      else describe(variant, summary, out);
    }
    out.flush();
    return 0;
  }

  private static void list(PrintWriter out) {
    out.printf(
        "%-24s %-13s %11s %14s  %s%n", "net", "input", "parameters", "multiply-adds", "paper");
    for (String known : Models.names()) {
      Variant variant = Models.get(known);
      Summary summary = Summary.of(variant.graph());
      out.printf(
          "%-24s %-13s %,11d %,14d  %s%n",
          known, variant.input(), summary.params(), summary.macs(), variant.paper());
    }
  }

  private Variant sized(Variant variant) {
    if (batch < 1)
      throw new IllegalArgumentException("--batch needs at least 1 image, received " + batch);
    if (size == null) return variant;
    if (size < 1)
      throw new IllegalArgumentException("--input needs at least 1 pixel, received " + size);
    return variant.withInput(variant.input().channels(), size, size);
  }

  private void describe(Variant variant, Summary summary, PrintWriter out) {
    out.printf(
        "%s: %s%ninput %s, %,d classes%n%n",
        variant.name(), variant.paper(), variant.input(), variant.classes());
    if (!stagesOnly) layers(summary, out);
    stages(summary, size == null ? Models.printedStages(name) : Map.of(), out);
    out.printf(
        "%nparameters      %,d%nmultiply-adds   %,d for one image%n",
        summary.params(), summary.macs());
    out.printf(
        "memory          %,.0f MB of activations to train %d images, %,.0f MB of weights%n",
        summary.activationBytes(batch) / 1e6, batch, summary.params() * Float.BYTES / 1e6);
  }

  private void layers(Summary summary, PrintWriter out) {
    out.printf(
        "%-44s %-20s %-15s %12s %15s %9s %6s %6s%n",
        "layer", "type", "output", "parameters", "multiply-adds", "MB held", "field", "stride");
    for (Layer layer : summary.layers())
      out.printf(
          "%-44s %-20s %-15s %,12d %,15d %,9.1f %6d %6d%n",
          layer.name(),
          layer.operation(),
          layer.output(),
          layer.params(),
          layer.macs(),
          layer.activationBytes(batch) / 1e6,
          layer.receptiveField(),
          layer.stride());
    out.println();
  }

  private void stages(Summary summary, Map<String, String> printed, PrintWriter out) {
    out.println("%-30s %-15s %12s %15s %9s %6s %6s  %s"
        .formatted(
            "stage",
            "output",
            "parameters",
            "multiply-adds",
            "MB held",
            "field",
            "stride",
            printed.isEmpty() ? "" : "the paper prints")
        .stripTrailing());
    for (Stage stage : Stage.of(summary))
      out.println("%-30s %-15s %,12d %,15d %,9.1f %6d %6d  %s"
          .formatted(
              stage.name(),
              stage.output(),
              stage.params(),
              stage.macs(),
              stage.activationBytes(batch) / 1e6,
              stage.receptiveField(),
              stage.stride(),
              printed.getOrDefault(stage.name(), ""))
          .stripTrailing());
  }
}
