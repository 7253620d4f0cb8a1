package sevennets.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import sevennets.bench.Feed;
import sevennets.data.Datasets;
import sevennets.models.Models;

/** {@code ./lab bench data}: the input pipeline's images a second beside a net's. */
@Command(
    name = "data",
    description = "The input pipeline's images a second beside a net's.",
    mixinStandardHelpOptions = true)
final class BenchData implements Callable<Integer> {
  @Option(
      names = "--dataset",
      paramLabel = "NAME",
      defaultValue = "fashion-mnist",
      description = "Whose images (default: ${DEFAULT-VALUE}).")
  private String dataset;

  @Option(
      names = "--arch",
      paramLabel = "NET",
      defaultValue = "resnet20_cifar",
      description = "The net (default: ${DEFAULT-VALUE}).")
  private String arch;

  @Option(
      names = "--batch",
      paramLabel = "N",
      defaultValue = "128",
      description = "Images in a step (default: ${DEFAULT-VALUE}).")
  private int batch;

  @Spec
  private CommandSpec spec;

  @Override
  public Integer call() {
    int threads = Runtime.getRuntime().availableProcessors();
    Feed feed = Feed.measure(Datasets.load(dataset).train(), Models.get(arch), batch, threads);
    spec.commandLine()
        .getOut()
        .printf(
            "%s: %.0f images/s shifted, flipped and normalised; %s trains on %.0f images/s: %.1f times enough%n",
            dataset, feed.loader(), arch, feed.net(), feed.surplus());
    spec.commandLine().getOut().flush();
    return 0;
  }
}
