package sevennets.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import sevennets.data.DataException;
import sevennets.data.Datasets;
import sevennets.data.NamedDataset;

/** {@code ./lab data}: the datasets that have a name, and how they get here. */
@Command(
    name = "data",
    description = "List, check and fetch datasets.",
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true)
public final class Data implements Runnable {
  @Spec
  private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "which of list, verify and fetch?");
  }

  /** @return 0 */
  @Command(
      description = "Name every dataset, and say which are here.",
      mixinStandardHelpOptions = true)
  public int list() {
    PrintWriter out = spec.commandLine().getOut();
    for (NamedDataset dataset : Datasets.all()) {
      out.printf(
          "%-15s %-8s %s%n", dataset.name(), dataset.isThere() ? "here" : "-", dataset.title());
    }
    out.printf(
        "%-15s %-8s %s%n",
        "folder:PATH", "", "your own photographs: PATH/train/CLASS/*.jpg and PATH/val/CLASS/*.jpg");
    out.flush();
    return 0;
  }

  /** @return 0 if every file has the sum that it should, else 1 */
  @Command(
      description = "Check every file of datasets against its sum.",
      mixinStandardHelpOptions = true)
  public int verify(
      @Parameters(
              paramLabel = "NAME",
              arity = "0..*",
              description = "Datasets (default: those that are here).")
          List<String> names) {
    List<NamedDataset> datasets = names == null
        ? Datasets.all().stream().filter(NamedDataset::isThere).toList()
        : names.stream().map(Datasets::named).toList();
    boolean whole = true;
    for (NamedDataset dataset : datasets) {
      whole &= verified(dataset);
    }
    return whole ? 0 : 1;
  }

  private boolean verified(NamedDataset dataset) {
    PrintWriter out = spec.commandLine().getOut();
    try {
      dataset.verify();
      out.printf("  %s is whole: %s%n", dataset.name(), dataset.folder());
      return true;
    } catch (DataException broken) {
      out.printf("! %s%n", broken.getMessage());
      return false;
    } finally {
      out.flush();
    }
  }

  /** @return 0 */
  @Command(description = "Bring a dataset into the data folder.", mixinStandardHelpOptions = true)
  public int fetch(
      @Parameters(paramLabel = "NAME", description = "The dataset.") String name,
      @Option(
              names = "--from",
              paramLabel = "FILE",
              description =
                  "An archive that was fetched in another way; nothing is fetched from the network then.")
          Path from) {
    NamedDataset dataset = Datasets.named(name);
    if (from == null) {
      dataset.fetch(new FetchLine(spec.commandLine().getErr()));
    } else {
      dataset.fetchFrom(from);
    }
    PrintWriter out = spec.commandLine().getOut();
    out.printf("%s is in %s%n", dataset.name(), dataset.folder());
    out.flush();
    return 0;
  }
}
