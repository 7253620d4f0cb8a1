package sevennets.weights;

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
import sevennets.files.DataException;

/**
 * Section "Weights" of src/docs/bad-input.md is what the program says: each row is tried, and each
 * trial has a row.
 */
class BadInputTest {
  @TempDir
  Path folder;

  @Test
  void everyTrialHasARow() throws IOException {
    assertThat(BadInputTable.rows("Weights").keySet())
        .containsExactlyElementsOf(new BadWeights(folder).trials().keySet());
  }

  @TestFactory
  Stream<DynamicTest> theRowSaysWhatTheProgramSays() throws IOException {
    return BadInputTable.rows("Weights").entrySet().stream()
        .map(row -> DynamicTest.dynamicTest(row.getKey(), () -> {
          Path own = Files.createTempDirectory(folder, "trial");
          Throwable thrown = catchThrowable(new BadWeights(own).trials().get(row.getKey()));
          assertThat(thrown).isInstanceOfAny(DataException.class, IllegalArgumentException.class);
          assertThat(shortened(thrown.getMessage(), own)).isEqualTo(row.getValue());
        }));
  }

  /** As the table prints it: no folder of this machine, sums by their beginning. */
  private static String shortened(String message, Path folder) {
    return message.replace(folder.toString(), "DIR").replaceAll("([0-9a-f]{8})[0-9a-f]{56}", "$1…");
  }
}
