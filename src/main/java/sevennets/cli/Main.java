package sevennets.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;
import sevennets.files.Escape;
import sevennets.files.UserPath;
import sevennets.names.Version;

/**
 * The command line: {@code ./lab WORD ...}, or {@code java -jar sevennets.jar WORD ...}.
 *
 * <p>Exit codes: 0 done; 1 failed; 2 the caller's mistake, told in one sentence.
 *
 * <pre>{@code
 * int exitCode = Main.run("train", "--arch", "lenet5", "--recipe", "smoke");
 * }</pre>
 */
@Command(
    name = "lab",
    header = "Seven Nets: seven convolutional networks, to learn, teach and reproduce.",
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Named.class,
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

  /** {@code ./lab --version}. */
  static final class Named implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"Seven Nets " + Version.here()};
    }
  }

  public static void main(String[] args) {
    System.setProperty("org.bytedeco.javacpp.logger", "slf4j"); // its own logger knows no levels
    Locale.setDefault(Locale.US); // numbers are printed alike everywhere
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
    // Without colours: whatever is printed is held to be words.
    line.setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF));
    line.setOut(Printable.on(System.out));
    line.setErr(Printable.on(System.err));
    line.setParameterExceptionHandler(Main::misspelt);
    line.setExecutionExceptionHandler(Main::failed);
    line.setExecutionStrategy(Main::execute);
    line.registerConverter(Path.class, UserPath::of);
    return line;
  }

  /** Errors of Java's, such as memory that is out, are told as exceptions are. */
  private static int execute(ParseResult parsed) {
    Optional<String> empty = empty(parsed.originalArgs());
    if (empty.isPresent()) {
      parsed.commandSpec().commandLine().getErr().println(empty.get());
      return CommandLine.ExitCode.USAGE;
    }
    try {
      return new CommandLine.RunLast().execute(parsed);
    } catch (OutOfMemoryError failure) {
      return failed(failure, parsed.commandSpec().commandLine());
    }
  }

  /** An empty path would be the folder one stands in: a script's variable that was not set. */
  private static Optional<String> empty(List<String> args) {
    for (int i = 0; i < args.size(); i++) {
      String before = i == 0 ? "" : args.get(i - 1);
      if (args.get(i).isBlank())
        return Optional.of(
            before.startsWith("--")
                ? before + " is followed by an empty value: say what is meant, or leave it out"
                : "argument %d is empty: say what is meant, or leave it out".formatted(i + 1));
      if (args.get(i).matches("--[a-z-]+="))
        return Optional.of(args.get(i) + " is given no value: say what is meant, or leave it out");
    }
    return Optional.empty();
  }

  private static int misspelt(ParameterException mistake, String[] args) {
    CommandLine command = mistake.getCommandLine();
    PrintWriter err = command.getErr();
    err.println(inWords(mistake.getMessage()));
    if (!UnmatchedArgumentException.printSuggestions(mistake, err))
      err.printf(
          "'%s --help' lists what is understood.%n", command.getCommandSpec().qualifiedName());
    return CommandLine.ExitCode.USAGE;
  }

  /** Java's types as people call them. */
  private static String inWords(String mistake) {
    return mistake
        .replaceFirst("is not an int$", "is not a whole number up to " + Integer.MAX_VALUE)
        .replaceFirst("is not a long$", "is not a whole number up to " + Long.MAX_VALUE)
        .replaceFirst("is not a (double|float)$", "is not a number");
  }

  private static int failed(Exception failure, CommandLine command, ParseResult parsed) {
    return failed(failure, command);
  }

  private static int failed(Throwable failure, CommandLine command) {
    Optional<Failures> known = Failures.of(failure);
    if (known.isEmpty()) {
      failure.printStackTrace(command.getErr());
      return CommandLine.ExitCode.SOFTWARE;
    }
    command.getErr().println(Escape.terminal(known.get().sentence()));
    return known.get().exitCode();
  }
}
