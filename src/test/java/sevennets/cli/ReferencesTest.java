package sevennets.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/**
 * {@code ./lab verify} on every reference file there is: those beside the checkout, or in the
 * folder that {@code SEVENNETS_REFERENCE} names.
 */
@Tag("slow")
class ReferencesTest {
  private static final Path FOLDER =
      Path.of(System.getenv().getOrDefault("SEVENNETS_REFERENCE", "../shared/reference"));

  @TestFactory
  Stream<DynamicTest> everyNetComputesWhatItsReferenceDoes() throws IOException {
    if (!Files.isDirectory(FOLDER))
      return Stream.of(DynamicTest.dynamicTest(
          "none", () -> abort("there are no reference files in " + FOLDER)));
    return files().stream()
        .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> holds(file)));
  }

  private static List<Path> files() throws IOException {
    try (Stream<Path> all = Files.list(FOLDER)) {
      return all.filter(file -> file.toString().endsWith(".json")).sorted().toList();
    }
  }

  private static void holds(Path file) {
    StringWriter out = new StringWriter();
    int code = Main.commandLine().setOut(new PrintWriter(out)).execute("verify", file.toString());
    System.out.print(out);
    assertThat(code).as(out.toString()).isZero();
  }
}
