package sevennets.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import sevennets.weights.Pretrained;
import sevennets.weights.PretrainedStore;

/** {@code ./lab weights}: ImageNet weights that have been published, and how they get here. */
@Command(
    name = "weights",
    description = "List and fetch published ImageNet weights.",
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true)
final class Weights implements Runnable {
  @Spec
  private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "which of list and fetch?");
  }

  /** @return 0 */
  @Command(
      description =
          "Name the weights that are known, of all nets or of one, and say which are here.",
      mixinStandardHelpOptions = true)
  public int list(
      @Parameters(arity = "0..1", paramLabel = "NET", description = "a net, such as resnet50")
          String arch) {
    PretrainedStore store = PretrainedStore.ofThisProject();
    PrintWriter out = spec.commandLine().getOut();
    for (Pretrained weights : arch == null ? Pretrained.all() : Pretrained.of(arch)) {
      out.printf(
          "%-36s %-5s %3d/%3d  %-8s %-13s%n",
          weights.name(),
          store.find(weights).isPresent() ? "here" : "-",
          weights.preprocessing().resize(),
          weights.preprocessing().crop(),
          weights.preprocessing().filter().name().toLowerCase(java.util.Locale.ROOT),
          weights.licence());
    }
    out.flush();
    if (arch != null && Pretrained.of(arch).isEmpty()) Pretrained.named(arch);
    return 0;
  }

  /** @return 0 */
  @Command(
      description = {
        "Bring published weights into data/weights.",
        "The addresses are torchvision's and timm's own; what an earlier attempt has brought is kept."
      },
      mixinStandardHelpOptions = true)
  public int fetch(
      @Parameters(paramLabel = "NAME", description = "as 'weights list' names them, or a net")
          String name,
      @Option(
              names = "--from",
              paramLabel = "FILE",
              description = "take this file, which was brought by other means")
          Path from) {
    Pretrained weights = Pretrained.named(name);
    PretrainedStore store = PretrainedStore.ofThisProject();
    PrintWriter out = spec.commandLine().getOut();
    Path file = from != null
        ? store.fetchFrom(weights, from)
        : Fetching.of(weights, spec.commandLine().getErr());
    out.printf("%s: %s%n", weights.name(), file);
    out.flush();
    return 0;
  }
}
