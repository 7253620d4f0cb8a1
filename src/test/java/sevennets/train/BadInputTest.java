package sevennets.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import sevennets.BadInputTable;

/**
 * Section "Training" of src/docs/bad-input.md is what the program says: each row is tried, and each
 * trial has a row.
 */
class BadInputTest {
  @TempDir
  Path folder;

  @Test
  void everyTrialHasARow() throws IOException {
    assertThat(BadInputTable.rows("Training").keySet())
        .containsExactlyElementsOf(new BadRuns(folder).trials().keySet());
  }

  @TestFactory
  Stream<DynamicTest> theRowSaysWhatTheProgramSays() throws IOException {
    return BadInputTable.rows("Training").entrySet().stream()
        .map(row -> DynamicTest.dynamicTest(row.getKey(), () -> {
          Path own = Files.createTempDirectory(folder, "trial");
          Throwable thrown = catchThrowable(new BadRuns(own).trials().get(row.getKey()));
          assertThat(thrown)
              .isInstanceOfAny(TrainingException.class, IllegalArgumentException.class);
          assertThat(shortened(thrown.getMessage(), own)).isEqualTo(row.getValue());
        }));
  }

  /**
   * As the table prints it: no folder of this machine, no number that another processor may round
   * differently.
   */
  static String shortened(String message, Path folder) {
    return message
        .replace(folder.resolve("run").toString(), "RUN")
        .replaceAll(
            "batch \\d+: the loss is \\S+ and the gradient's norm [^,]+,",
            "batch N: the loss is X and the gradient's norm Y,");
  }
}
