package sevennets.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class DataTest {
  @TempDir
  Path data;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void nameDataFolder() {
    System.setProperty("sevennets.data", data.toString());
  }

  @AfterEach
  void forgetDataFolder() {
    System.clearProperty("sevennets.data");
  }

  @Test
  void listTellsWhatIsHere() {
    assertThat(run("data", "list")).isZero();
    assertThat(out.toString())
        .containsPattern("fashion-mnist +here")
        .containsPattern("cifar10 +- ")
        .contains("folder:PATH");
  }

  @Test
  void verifyFindsTheRepositorysDataWhole() {
    assertThat(run("data", "verify")).isZero();
    assertThat(out.toString())
        .isEqualTo("  fashion-mnist is whole: %s%n"
            .formatted(Path.of("data/fashion-mnist").toAbsolutePath()));
  }

  @Test
  void verifyFailsForWhatIsMissingAndSaysHowToGetIt() {
    assertThat(run("data", "verify", "cifar10")).isOne();
    assertThat(out.toString())
        .startsWith("! cifar10 is not in " + data.resolve("cifar10")
            + "; fetch it with `./lab data fetch cifar10`");
  }

  @Test
  void fetchFromAWrongFileFailsInOneSentence() throws Exception {
    Path file = Files.writeString(data.resolve("wrong.tar.gz"), "wrong");
    assertThat(run("data", "fetch", "cifar10", "--from", file.toString())).isOne();
    assertThat(err.toString())
        .startsWith(file
            + " is not cifar-10-binary.tar.gz (170,052,171 bytes, SHA-256 c4a38c50a1bc5f3a1c5537f")
        .endsWith(System.lineSeparator())
        .hasLineCount(1);
  }

  @Test
  void anUnknownDatasetIsTheCallersMistake() {
    assertThat(run("data", "fetch", "cifar-10")).isEqualTo(CommandLine.ExitCode.USAGE);
    assertThat(err.toString())
        .startsWith("no dataset is called 'cifar-10'; did you mean 'cifar10'?");
  }

  @Test
  void progressIsOneLineThatEndsWhenTheFileIsThere() {
    FetchLine line = new FetchLine(new PrintWriter(err));
    line.at("a.tgz", 50_000_000, 200_000_000);
    line.at("a.tgz", 200_000_000, 200_000_000);
    assertThat(err.toString())
        .startsWith("\ra.tgz  25%  50 of 200 MB")
        .containsOnlyOnce(System.lineSeparator())
        .contains("\ra.tgz  100%  200 of 200 MB")
        .endsWith(System.lineSeparator());
  }

  private int run(String... args) {
    return Main.commandLine()
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err, true))
        .execute(args);
  }
}
