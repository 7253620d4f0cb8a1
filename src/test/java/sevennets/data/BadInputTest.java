package sevennets.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import sevennets.BadInputTable;
import sevennets.files.DataException;

/**
 * Section "Data" of src/docs/bad-input.md is what the program says: each row is tried, and each
 * trial has a row.
 */
class BadInputTest {
  @TempDir
  Path data;

  private Map<String, ThrowingCallable> trials;

  @BeforeEach
  void nameDataFolder() {
    System.setProperty("sevennets.data", data.toString());
    trials = new BadData(data).trials();
  }

  @AfterEach
  void forgetDataFolder() {
    System.clearProperty("sevennets.data");
  }

  @Test
  void everyTrialHasARow() throws IOException {
    assertThat(BadInputTable.rows("Data").keySet()).containsExactlyElementsOf(trials.keySet());
  }

  @TestFactory
  Stream<DynamicTest> theRowSaysWhatTheProgramSays() throws IOException {
    return BadInputTable.rows("Data").entrySet().stream()
        .map(row -> DynamicTest.dynamicTest(row.getKey(), () -> {
          Path fresh = Files.createDirectory(data.resolve("fresh"));
          try {
            System.setProperty("sevennets.data", fresh.toString());
            Throwable thrown = catchThrowable(new BadData(fresh).trials().get(row.getKey()));
            assertThat(thrown).isInstanceOfAny(DataException.class, IllegalArgumentException.class);
            assertThat(shortened(thrown.getMessage(), fresh)).isEqualTo(row.getValue());
          } finally {
            Files.move(
                fresh, data.resolve("used-" + Integer.toHexString(row.getKey().hashCode())));
          }
        }));
  }

  /**
   * As the table prints it: no folder of this machine, sums by their beginning, free space by a
   * letter.
   */
  private static String shortened(String message, Path folder) {
    return message
        .replace(folder.toString(), "DATA")
        .replaceAll("([0-9a-f]{8})[0-9a-f]{56}", "$1…")
        .replaceAll("\\d[\\d,]* MB free", "N MB free")
        .replaceAll(":\\d{4,5}/", ":PORT/");
  }
}
