package sevennets.reporting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import sevennets.BadInputTable;
import sevennets.claims.Ablation;
import sevennets.claims.Ablations;
import sevennets.claims.Budget;
import sevennets.claims.Runs;

/**
 * Section "Results of sweeps" of src/docs/bad-input.md is what the program says: each row is tried,
 * and each trial has a row.
 */
class BadInputTest {
  private static final Ablation ABLATION = Ablations.get("resnet-preactivation");

  @TempDir
  Path folder;

  private interface Change {
    void make(Path runs) throws Exception;
  }

  /** What is done to a result's files; runs.csv has five lines for each run, right.csv one. */
  private static Map<String, Change> trials() {
    Map<String, Change> trials = new LinkedHashMap<>();
    trials.put(
        "a number changed that all lines of a run share", it -> replace(it, 2, ",1000,", ",1001,"));
    trials.put("an epoch's line removed", it -> replace(it, 3, "(?s).*", ""));
    trials.put(
        "an accuracy changed in all lines of a run", it -> replace(it, 0, ",0\\.902,", ",0.903,"));
    trials.put(
        "the images of a run removed",
        it -> replace(it.resolveSibling("right.csv"), 2, "(?s).*", ""));
    trials.put(
        "the images of a run twice",
        it -> replace(it.resolveSibling("right.csv"), 2, ",1,", ",2,"));
    trials.put("a folder in place of the runs", it -> {
      Files.delete(it);
      Files.createDirectory(it);
    });
    trials.put("a named pipe in place of the runs", it -> {
      Files.delete(it);
      assertThat(new ProcessBuilder("mkfifo", it.toString()).start().waitFor()).isZero();
    });
    trials.put("runs that are no text", it -> Files.write(it, new byte[] {(byte) 0xC3, 0x28}));
    return trials;
  }

  /** @param line counted from 1; 0 for all */
  private static void replace(Path file, int line, String what, String by) throws IOException {
    List<String> lines = Files.readAllLines(file);
    for (int i = 0; i < lines.size(); i++)
      if (line == 0 || i == line - 1) lines.set(i, lines.get(i).replaceFirst(what, by));
    lines.removeIf(String::isEmpty);
    Files.write(file, lines);
  }

  @Test
  void everyTrialHasARow() throws IOException {
    assertThat(BadInputTable.rows("Results of sweeps").keySet())
        .containsExactlyElementsOf(trials().keySet());
  }

  @TestFactory
  @DisabledOnOs(OS.WINDOWS) // has no named pipes
  Stream<DynamicTest> theRowSaysWhatTheProgramSays() throws IOException {
    return BadInputTable.rows("Results of sweeps").entrySet().stream()
        .map(row -> DynamicTest.dynamicTest(row.getKey(), () -> {
          Results results = new Results(Files.createTempDirectory(folder, "trial"));
          Path written = results.write(report());
          trials().get(row.getKey()).make(written.resolve("runs.csv"));
          Throwable thrown = assertTimeoutPreemptively(
              Duration.ofSeconds(30), () -> catchThrowable(() -> results.read(ABLATION)));
          assertThat(thrown).isInstanceOf(IllegalArgumentException.class);
          assertThat(thrown.getMessage().replace(written.toString(), "DIR"))
              .isEqualTo(row.getValue());
        }));
  }

  private static Report report() {
    return new Report(
        ABLATION,
        Budget.quick().withEpochs(5).withSeeds(2),
        List.of(
            Runs.outcome("original", 1, 0.900),
            Runs.outcome("preactivated", 1, 0.910),
            Runs.outcome("original", 2, 0.902),
            Runs.outcome("preactivated", 2, 0.9115)));
  }
}
