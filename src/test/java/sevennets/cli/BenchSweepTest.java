package sevennets.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class BenchSweepTest {
  @TempDir
  Path folder;

  @Test
  void aFolderForChartsThatCannotBeIsToldBeforeAnythingIsMeasured() throws Exception {
    Path file = Files.writeString(folder.resolve("notes.txt"), "no folder");
    Path python = Files.writeString(
        folder.resolve("python"),
        "#!/bin/sh\nexit 0\n"); // passes for one with PyTorch, so that none is installed
    assertThat(python.toFile().setExecutable(true)).isTrue();
    StringWriter err = new StringWriter();
    CommandLine line = Main.commandLine().setErr(new PrintWriter(err, true));
    int code = line.execute(
        "bench",
        "sweep",
        "batch",
        "--figures",
        file.resolve("charts").toString(),
        "--python",
        python.toString());
    assertThat(code).isEqualTo(CommandLine.ExitCode.USAGE);
    assertThat(err.toString())
        .contains("--figures needs a folder", file.resolve("charts").toString());
  }
}
