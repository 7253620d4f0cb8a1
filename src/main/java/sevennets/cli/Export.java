package sevennets.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.deeplearning4j.nn.graph.ComputationGraph;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import sevennets.files.Escape;
import sevennets.graph.Graph;
import sevennets.graph.NetFile;
import sevennets.models.Models;
import sevennets.models.Variant;
import sevennets.ops.Shape;
import sevennets.transfer.TrainedRun;
import sevennets.weights.Dtype;
import sevennets.weights.SafeTensorsWriter;
import sevennets.weights.StateDict;
import sevennets.weights.Tensors;

/** {@code ./lab export}: a net that was trained here, for PyTorch. */
@Command(
    name = "export",
    description =
        "Write a trained net's weights as safetensors, under the names of PyTorch's state dict.",
    mixinStandardHelpOptions = true)
final class Export implements Callable<Integer> {
  @Option(
      names = "--run",
      paramLabel = "DIR",
      description = "A run of './lab train': all else is known from it.")
  private Path run;

  @Option(
      names = "--arch",
      paramLabel = "NAME",
      description = "The net, such as resnet20_cifar (default: that of the model's own run).")
  private String arch;

  @Option(
      names = "--model",
      paramLabel = "FILE.zip",
      description = "A checkpoint of its training, such as best.zip, or any Deeplearning4j model.")
  private Path model;

  @Option(
      names = "--channels",
      paramLabel = "N",
      description = "Channels of its images (default: the net's own).")
  private Integer channels;

  @Option(
      names = "--input",
      paramLabel = "N",
      description = "Height and width of its images (default: the net's own).")
  private Integer input;

  @Option(
      names = "--classes",
      paramLabel = "N",
      description = "Its classes (default: the net's own).")
  private Integer classes;

  @Option(
      names = "--dtype",
      paramLabel = "TYPE",
      defaultValue = "F32",
      description = "Type of the numbers: F32, F16 or BF16 (default: ${DEFAULT-VALUE}).")
  private Dtype dtype;

  @Parameters(paramLabel = "FILE.safetensors", description = "The file to write.")
  private Path file;

  @Spec
  private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    Tensors weights = run != null ? ofRun() : ofModel();
    SafeTensorsWriter.write(file, weights, Map.of("format", "pt", "arch", arch), dtype);
    PrintWriter out = spec.commandLine().getOut();
    out.printf(
        "%d tensors written to %s%n", weights.names().size(), Escape.terminal(file.toString()));
    out.flush();
    return 0;
  }

  private Tensors ofRun() {
    if (arch != null || model != null || channels != null || input != null || classes != null)
      throw new IllegalArgumentException("a run knows its net: give --run alone, or --model");
    TrainedRun trained =
        TrainedRun.open(run, message -> spec.commandLine().getErr().println("warning: " + message));
    arch = trained.variant().name();
    return trained.weights();
  }

  private Tensors ofModel() throws IOException {
    if (model == null)
      throw new IllegalArgumentException(
          "which net is to be written? Give --run DIR, or --model FILE.zip and --arch NAME");
    ComputationGraph net = NetFile.read(model);
    Graph graph = variant().graph();
    arch = variant().name();
    return StateDict.of(graph, net);
  }

  /** The run that the model lies in knows what is not given. */
  private Variant variant() {
    Path folder = model.toAbsolutePath().getParent();
    boolean ofARun = Files.isRegularFile(folder.resolve("run.properties"));
    if (arch == null && !ofARun)
      throw new IllegalArgumentException(
          "which net is %s? Give --arch NAME; no run.properties beside it says so"
              .formatted(model));
    Variant variant = ofARun ? TrainedRun.variant(TrainedRun.facts(folder)) : Models.get(arch);
    if (arch != null && !arch.equals(variant.name()))
      throw new IllegalArgumentException(
          "%s is a %s, as run.properties beside it says; received --arch %s"
              .formatted(model, variant.name(), arch));
    if (classes != null) variant = variant.withClasses(classes);
    if (channels != null || input != null) {
      Shape own = variant.input();
      variant = variant.withInput(
          channels != null ? channels : own.channels(),
          input != null ? input : own.height(),
          input != null ? input : own.width());
    }
    return variant;
  }
}
