package sevennets.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class AblateTest {

  @TempDir
  Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void listNamesClaimsAndSources() {
    assertThat(run("ablate", "list")).isZero();
    assertThat(out.toString())
        .contains("senet-reduction", "arXiv:1709.01507, Tables 10, 11 and 14");
  }

  @Test
  void aSweepIsReportedAndWrittenInFourNotations() {
    String[] settings = {
      "--profile", "smoke", "--store", folder.resolve("store").toString()
    };
    assertThat(run(
            "ablate", "resnet-preactivation", settings[0], settings[1], settings[2], settings[3]))
        .isZero();
    assertThat(out.toString()).contains("| preactivated |");
    assertThat(run(
            "ablate",
            "report",
            "resnet-preactivation",
            settings[0],
            settings[1],
            settings[2],
            settings[3],
            "--out",
            folder.resolve("reports").toString()))
        .isZero();
    for (String file : new String[] {"report.html", "report.md", "table.csv", "table.tex"})
      assertThat(folder.resolve("reports/resnet-preactivation").resolve(file)).isNotEmptyFile();
    assertThat(folder.resolve("reports/README.md"))
        .content()
        .contains("resnet-preactivation/report.html");
  }

  @Test
  void severalJobsAreProcessesThatShareTheRuns() {
    assertThat(run(
            "ablate",
            "resnet-preactivation",
            "--profile",
            "smoke",
            "--seeds",
            "2",
            "--store",
            folder.toString(),
            "--jobs",
            "2"))
        .isZero();
    assertThat(out.toString())
        .containsPattern("(?m)^\\[1] training ")
        .containsPattern("(?m)^\\[2] training ")
        .contains("4 of 4 runs are finished");
    assertThat(out.toString().split("training original, seed 101", -1))
        .as("each run is done once")
        .hasSize(2);
  }

  @Test
  void aJobThatFailsIsToldWithItsReason() throws Exception {
    Files.writeString(
        folder.resolve("resnet-preactivation"), "a file where the store needs a folder");
    int code = run(
        "ablate",
        "resnet-preactivation",
        "--profile",
        "smoke",
        "--store",
        folder.toString(),
        "--jobs=2");
    assertThat(code).isNotZero();
    assertThat(out.toString())
        .contains(
            "[1] ",
            "can't work in the store's folder",
            "job 1 of 2 ended with exit code 1",
            "job 2 of 2 ended");
  }

  @Test
  void aJobWhoseStarterWasKilledBeforeItLookedEnds() throws Exception {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    Process gone =
        new ProcessBuilder(java, "-version").redirectErrorStream(true).start();
    gone.waitFor();
    Process job = new ProcessBuilder(
            java,
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName(),
            "ablate",
            "resnet-preactivation",
            "--profile",
            "smoke",
            "--store",
            folder.resolve("store").toString(),
            Jobs.AS_JOB,
            String.valueOf(gone.pid()))
        .redirectErrorStream(true)
        .start();
    assertThat(job.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(job.exitValue()).isEqualTo(1);
    assertThat(folder.resolve("store")).doesNotExist();
  }

  @Test
  void jobsIsTakenOutOfTheCommandInBothItsForms() {
    assertThat(Jobs.withoutJobs(List.of("ablate", "--jobs", "2", "vgg-lrn")))
        .containsExactly("ablate", "vgg-lrn");
    assertThat(Jobs.withoutJobs(List.of("ablate", "vgg-lrn", "--jobs=2", "--seeds", "3")))
        .containsExactly("ablate", "vgg-lrn", "--seeds", "3");
  }

  @Test
  void jobsAreAtLeastOneAndNotForACluster() {
    assertThat(run("ablate", "vgg-lrn", "--jobs", "0")).isEqualTo(2);
    assertThat(run("ablate", "vgg-lrn", "--jobs", "2", "--master", "local[2]")).isEqualTo(2);
    assertThat(err.toString()).contains("at least 1; received 0").contains("give one of them");
  }

  @Test
  void aDryRunSaysRunsEpochsTimeAndMemoryAndTrainsNothing() {
    assertThat(run(
            "ablate",
            "resnet-preactivation",
            "--profile",
            "smoke",
            "--store",
            folder.resolve("store").toString(),
            "--dry-run"))
        .isZero();
    assertThat(out.toString())
        .contains(
            "2 arms x 1 seeds = 2 runs of 1 epoch on 64 training images of fashion-mnist",
            "MB",
            "in all");
    assertThat(folder.resolve("store")).doesNotExist();
  }

  @Test
  void withoutANameItSaysWhatIsMissing() {
    assertThat(run("ablate")).isEqualTo(2);
    assertThat(err.toString()).contains("./lab ablate list");
    assertThat(Files.exists(folder.resolve("store"))).isFalse();
  }

  @Test
  void aReportSaysWhereTheStoreHasNoRunAndRefusesAFile() throws Exception {
    Path file = Files.writeString(folder.resolve("store.txt"), "mine");
    assertThat(run("ablate", "report", "alexnet-lrn", "--store", file.toString()))
        .isEqualTo(2);
    assertThat(err.toString()).contains(file + " is a file; a store of results is a folder");
    String empty = folder.resolve("empty").toString();
    String out = folder.resolve("out").toString();
    assertThat(run("ablate", "report", "alexnet-lrn", "--store", empty, "--out", out))
        .isZero();
    assertThat(err.toString())
        .contains("alexnet-lrn: no run in " + empty
            + " at these settings; reported are those that come with the project");
  }

  private int run(String... args) {
    CommandLine line =
        Main.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err, true));
    return line.execute(args);
  }
}
