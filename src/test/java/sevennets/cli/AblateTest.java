package sevennets.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class AblateTest {

  @TempDir Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test void listNamesClaimsAndSources() {
    assertThat(run("ablate", "list")).isZero();
    assertThat(out.toString()).contains("senet-reduction", "arXiv:1709.01507, Table 10");
  }

  @Test void aSweepIsReportedAndWrittenInFourNotations() {
    String[] settings = {"--profile", "smoke", "--store", folder.resolve("store").toString()};
    assertThat(run("ablate", "resnet-preactivation", settings[0], settings[1], settings[2], settings[3])).isZero();
    assertThat(out.toString()).contains("| preactivated |");
    assertThat(run("ablate", "report", "resnet-preactivation", settings[0], settings[1], settings[2], settings[3],
        "--out", folder.resolve("reports").toString())).isZero();
    for (String ending : new String[] {"html", "md", "csv", "tex"})
      assertThat(folder.resolve("reports/resnet-preactivation." + ending)).isNotEmptyFile();
  }

  @Test void withoutANameItSaysWhatIsMissing() {
    assertThat(run("ablate")).isEqualTo(2);
    assertThat(err.toString()).contains("./lab ablate list");
    assertThat(Files.exists(folder.resolve("store"))).isFalse();
  }

  private int run(String... args) {
    CommandLine line = Main.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err, true));
    return line.execute(args);
  }
}
