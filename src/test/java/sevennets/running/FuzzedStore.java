package sevennets.running;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import sevennets.claims.Runs;
import sevennets.fuzz.Kind;

/** A sweep's stored results, for those who damage them. */
public final class FuzzedStore {
  private static final String FILE = "outcome.properties";

  private FuzzedStore() {}

  /** The result of one run. */
  public static Kind outcomes() throws IOException {
    Path seed = Files.createTempDirectory("seed");
    OutcomeFile.write(seed, Runs.outcome("arm", 1, 0.9), "a run");
    return Kind.of(
        (input, folder) -> {
          Files.copy(input, folder.resolve(FILE), StandardCopyOption.REPLACE_EXISTING);
          OutcomeFile.read(folder, "arm", 1);
        },
        Files.readAllBytes(seed.resolve(FILE)));
  }
}
