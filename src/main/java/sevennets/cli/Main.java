package sevennets.cli;

import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;
import sevennets.data.DataException;
import sevennets.train.TrainingException;

/**
 * The command line: {@code ./lab WORD ...}, or {@code java -jar sevennets.jar WORD ...}.
 *
 * <p>Exit codes: 0 done; 1 failed; 2 the caller's mistake, told in one sentence.
 */
@Command(
    name = "lab",
    header = "Seven Nets: seven convolutional networks, to learn, teach and reproduce.",
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true,
    version = "Seven Nets 0.2.0",
    subcommands = {
      Ablate.class,
      Bench.class,
      Chart.class,
      Data.class,
      Describe.class,
      Doctor.class,
      Evaluate.class,
      Export.class,
      MuseumPage.class,
      Predict.class,
      Train.class,
      Verify.class,
      Weights.class,
    })
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    System.setProperty("org.bytedeco.javacpp.logger", "slf4j"); // its own logger knows no levels
    System.exit(run(args));
  }

  /**
   * Runs one command as {@link #main} does, but returns its exit code instead of leaving the JVM.
   */
  public static int run(String... args) {
    return commandLine().execute(args);
  }

  static CommandLine commandLine() {
    CommandLine line = new CommandLine(new Main());
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setParameterExceptionHandler(Main::misspelt);
    line.setExecutionExceptionHandler(Main::failed);
    return line;
  }

  private static int misspelt(ParameterException mistake, String[] args) {
    CommandLine command = mistake.getCommandLine();
    PrintWriter err = command.getErr();
    err.println(mistake.getMessage());
    if (!UnmatchedArgumentException.printSuggestions(mistake, err))
      err.printf(
          "'%s --help' lists what is understood.%n", command.getCommandSpec().qualifiedName());
    return CommandLine.ExitCode.USAGE;
  }

  private static int failed(Exception failure, CommandLine command, ParseResult parsed) {
    if (failure instanceof IllegalArgumentException) {
      command.getErr().println(failure.getMessage());
      return CommandLine.ExitCode.USAGE;
    }
    if (failure instanceof DataException || failure instanceof TrainingException) {
      command.getErr().println(failure.getMessage());
      return CommandLine.ExitCode.SOFTWARE;
    }
    failure.printStackTrace(command.getErr());
    return CommandLine.ExitCode.SOFTWARE;
  }
}
