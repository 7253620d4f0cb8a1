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
import sevennets.data.Datasets;
import sevennets.data.FolderCheck;
import sevennets.data.FolderOptions;
import sevennets.data.NamedDataset;
import sevennets.files.DataException;
import sevennets.files.Escape;

/** {@code ./lab data}: the datasets that have a name, and how they get here. */
@Command(
    name = "data",
    description = "List, check and fetch datasets.",
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true)
final class Data implements Runnable {
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
        "folder:PATH",
        "",
        "your own photographs in one folder a class, in train, val and test or not");
    out.flush();
    return 0;
  }

  /** @return 0 if every file has the sum that it should, and every image can be read, else 1 */
  @Command(
      description =
          "Check every file of datasets against its sum, and decode every image of a folder.",
      mixinStandardHelpOptions = true)
  public int verify(
      @Parameters(
              paramLabel = "NAME",
              arity = "0..*",
              description = "Datasets, or folder:PATH (default: the datasets that are here).")
          List<String> names) {
    List<String> asked = names != null
        ? names
        : Datasets.all().stream()
            .filter(NamedDataset::isThere)
            .map(NamedDataset::name)
            .toList();
    boolean whole = true;
    for (String name : asked) {
      whole &= Datasets.isFolder(name) ? decoded(name) : verified(Datasets.named(name));
    }
    return whole ? 0 : 1;
  }

  /** Names every image of a folder that can't be read, and says what training would make of it. */
  private boolean decoded(String name) {
    PrintWriter out = spec.commandLine().getOut();
    FolderCheck check = FolderCheck.of(Datasets.folder(name));
    check.faults().forEach(fault -> out.printf("! %s%n", Escape.terminal(fault)));
    out.printf(
        "  %,d of %,d images can be read%n",
        check.images() - check.faults().size(), check.images());
    if (check.turned() > 0) {
      out.printf(
          "  %,d have an orientation tag, which is ignored as PyTorch's loaders ignore it; --upright turns them%n",
          check.turned());
    }
    boolean understood = understood(name, out);
    out.flush();
    return understood && check.faults().isEmpty();
  }

  private static boolean understood(String name, PrintWriter out) {
    try {
      out.printf(
          "  %s%n",
          Escape.terminal(
              Datasets.load(name, new FolderOptions(true, false, false)).understood()));
      return true;
    } catch (DataException reason) {
      out.printf("! %s%n", Escape.terminal(reason.getMessage()));
      return false;
    }
  }

  private boolean verified(NamedDataset dataset) {
    PrintWriter out = spec.commandLine().getOut();
    try {
      dataset.verify();
      out.printf("  %s is whole: %s%n", dataset.name(), dataset.folder());
      return true;
    } catch (DataException broken) {
      out.printf("! %s%n", Escape.terminal(broken.getMessage()));
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
                  "An archive that was fetched in another way, or the folder that it was unpacked to; nothing is fetched from the network then.")
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
