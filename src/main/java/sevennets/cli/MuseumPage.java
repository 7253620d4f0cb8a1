package sevennets.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import sevennets.reporting.Museum;

/**
 * {@code ./lab museum}: the papers' famous figures, drawn from the runs that come with the project.
 */
@Command(
    name = "museum",
    description = {
      "Draw the papers' famous figures again from the stored runs, as one page.",
      "It says what agrees, what differs, why, and how to run it larger."
    },
    mixinStandardHelpOptions = true)
final class MuseumPage implements Callable<Integer> {
  @Option(
      names = "--out",
      paramLabel = "FOLDER",
      defaultValue = ".lab/museum",
      description = "the folder to write to; default ${DEFAULT-VALUE}")
  private Path out;

  @Spec
  private CommandSpec spec;

  /** @return 0 */
  @Override
  public Integer call() {
    PrintWriter said = spec.commandLine().getOut();
    Museum museum = Museum.stored();
    museum.lines().forEach(said::println);
    said.printf("written to %s%n", museum.write(out));
    said.flush();
    return 0;
  }
}
