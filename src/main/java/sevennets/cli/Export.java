package sevennets.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import sevennets.graph.Graph;
import sevennets.graph.NetFile;
import sevennets.models.Models;
import sevennets.models.Variant;
import sevennets.weights.Dtype;
import sevennets.weights.SafeTensorsWriter;
import sevennets.weights.StateDict;

/** {@code ./lab export}: a net that was trained here, for PyTorch. */
@Command(
    name = "export",
    description =
        "Write a trained net's weights as safetensors, under the names of PyTorch's state dict.",
    mixinStandardHelpOptions = true)
public final class Export implements Callable<Integer> {
  @Option(
      names = "--arch",
      required = true,
      paramLabel = "NAME",
      description = "The net, such as resnet20_cifar.")
  private String arch;

  @Option(
      names = "--model",
      required = true,
      paramLabel = "FILE.zip",
      description = "A checkpoint of its training, such as best.zip, or any Deeplearning4j model.")
  private Path model;

  @Option(
      names = "--channels",
      paramLabel = "N",
      description = "Channels of its images (default: the net's own).")
  private Integer channels;

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
    StateDict state = StateDict.of(graph(), NetFile.read(model));
    SafeTensorsWriter.write(file, state, Map.of("format", "pt", "arch", arch), dtype);
    PrintWriter out = spec.commandLine().getOut();
    out.printf("%d tensors written to %s%n", state.names().size(), file);
    out.flush();
    return 0;
  }

  private Graph graph() {
    Variant variant = Models.get(arch);
    if (classes != null) variant = variant.withClasses(classes);
    if (channels != null)
      variant =
          variant.withInput(channels, variant.input().height(), variant.input().width());
    return variant.graph();
  }
}
