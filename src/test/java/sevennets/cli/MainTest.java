package sevennets.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;

class MainTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void misspeltCommandListsTheNearOne() {
    assertThat(run("docter")).isEqualTo(2);
    assertThat(err.toString()).contains("'docter'").contains("Did you mean").contains("doctor");
  }

  @Test
  void wordThatIsNearNothingSaysWhereTheListIs() {
    assertThat(run("xyzzy")).isEqualTo(2);
    assertThat(err.toString()).contains("'xyzzy'").contains("lab --help");
  }

  @Test
  void helpNamesEveryCommand() {
    assertThat(run("--help")).isZero();
    assertThat(Main.commandLine().getSubcommands().keySet())
        .isNotEmpty()
        .allSatisfy(name -> assertThat(out.toString()).containsPattern("(?m)^ +" + name + "\\b"));
  }

  @Test
  void everyEntryOfTheListIsASentence() {
    assertThat(Main.commandLine().getSubcommands().values())
        .allSatisfy(it -> assertThat(it.getCommandSpec().usageMessage().description()[0])
            .as(it.getCommandName())
            .matches(".*[.!?]"));
  }

  @Test
  void callersMistakeIsOneSentenceAndExitCode2() {
    assertThat(run("mistake")).isEqualTo(2);
    assertThat(err.toString()).isEqualToIgnoringNewLines("--epochs must be at least 1, received 0");
  }

  /** What a script's variable that was not set leaves. */
  @Test
  void anEmptyValueIsNotTakenForTheFolderOneStandsIn() {
    assertThat(run("data", "fetch", "")).isEqualTo(2);
    assertThat(run("train", "--resume", " ")).isEqualTo(2);
    assertThat(run("train", "--arch=", "--out=x")).isEqualTo(2);
    assertThat(err.toString().lines())
        .containsExactly(
            "argument 3 is empty: say what is meant, or leave it out",
            "--resume is followed by an empty value: say what is meant, or leave it out",
            "--arch= is given no value: say what is meant, or leave it out");
  }

  @Test
  void faultOfOursKeepsItsStackTrace() {
    assertThat(run("fault")).isEqualTo(1);
    assertThat(err.toString())
        .contains("ArrayIndexOutOfBoundsException")
        .contains("at sevennets.cli.MainTest");
  }

  private int run(String... args) {
    CommandLine line = Main.commandLine()
        .addSubcommand(new Mistake())
        .addSubcommand(new Fault())
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true));
    return line.execute(args);
  }

  @Command(name = "mistake")
  static final class Mistake implements Callable<Integer> {
    @Override
    public Integer call() {
      throw new IllegalArgumentException("--epochs must be at least 1, received 0");
    }
  }

  @Command(name = "fault")
  static final class Fault implements Callable<Integer> {
    @Override
    public Integer call() {
      return new int[] {}[3];
    }
  }
}
