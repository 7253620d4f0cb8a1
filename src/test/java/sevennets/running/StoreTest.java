package sevennets.running;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sevennets.claims.Fingerprint;
import sevennets.claims.Outcome;
import sevennets.claims.Runs;

class StoreTest {
  private static final Fingerprint RUN = new Fingerprint("a run");
  private static final String FOLDER = Store.folder("claim", "arm", 101, RUN);

  @TempDir
  Path folder;

  @Test
  void anOutcomeIsReadAsItWasWritten() throws Exception {
    Outcome written = Runs.outcome("arm", 101, 0.91);
    write(written);
    assertThat(read()).get().usingRecursiveComparison().isEqualTo(written);
    assertThat(folder.resolve(FOLDER).resolve("fingerprint.txt")).hasContent("a run");
  }

  @Test
  void aRunThatDivergedIsReadAsItWasWritten() {
    write(Runs.diverged("arm", 101));
    assertThat(read()).get().usingRecursiveComparison().isEqualTo(Runs.diverged("arm", 101));
  }

  @Test
  void whatIsClaimedIsNotClaimedAgainUntilItIsDone() {
    Store store = new Store(folder);
    boolean first =
        store.claim(folder, f -> assertThat(new Store(folder).claim(f, g -> {})).isFalse());
    assertThat(first).isTrue();
    assertThat(store.claim(folder, f -> {})).isTrue();
  }

  @Test
  void theResultOfAnotherFingerprintIsKeptAndNotMixedIn() {
    write(Runs.outcome("arm", 101, 0.91));
    String other = Store.folder("claim", "arm", 101, new Fingerprint("another run"));
    assertThat(new Store(folder).outcome(other, "arm", 101)).isEmpty();
    assertThat(read()).isPresent();
  }

  @Test
  void anOutcomeKnowsTheMachineThatItsFolderNames() throws Exception {
    write(Runs.outcome("arm", 101, 0.91));
    Files.writeString(
        folder.resolve(FOLDER).resolve("run.properties"),
        "device=Abacus\ncores=2\ntrain=fashion-mnist\n");
    assertThat(read().orElseThrow().machine())
        .containsExactlyInAnyOrderEntriesOf(Map.of("device", "Abacus", "cores", "2"));
  }

  @Test
  void aDamagedOutcomeIsNamedWithItsMend() throws Exception {
    Path run = Files.createDirectories(folder.resolve(FOLDER));
    Files.writeString(run.resolve("outcome.properties"), "test_acc1=high");
    assertThatThrownBy(this::read).hasMessageContainingAll(run.toString(), "delete that folder");
  }

  /** The value of {@code test_acc1}, or none of it, and what is said. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "test_acc1=1e30|test_acc1 should be a number from 0 to 1, or NaN; it is '1e30'",
        "test_acc1=Infinity|test_acc1 should be a number from 0 to 1, or NaN; it is 'Infinity'",
        "test_acc1=null|test_acc1 should be a number from 0 to 1, or NaN; it is 'null'",
        "test_acc1=|test_acc1 should be a number from 0 to 1, or NaN; it is ''",
        "gone=|outcome.properties lacks test_acc1",
        "test_acc1=\\u00zz|outcome.properties should hold lines NAME=VALUE in UTF-8"
      })
  void aValueThatIsNoSuchNumberIsNamed(String line, String said) throws Exception {
    write(Runs.outcome("arm", 101, 0.91));
    Path file = folder.resolve(FOLDER).resolve("outcome.properties");
    Files.writeString(
        file,
        Files.readString(file)
            .replaceFirst("(?m)^test_acc1=.*$", java.util.regex.Matcher.quoteReplacement(line)));
    assertThatThrownBy(this::read).hasMessageContaining(said);
  }

  private void write(Outcome outcome) {
    Store store = new Store(folder);
    store.claim(folder.resolve(FOLDER), f -> OutcomeFile.write(f, outcome, RUN.text()));
  }

  private Optional<Outcome> read() {
    return new Store(folder).outcome(FOLDER, "arm", 101);
  }
}
