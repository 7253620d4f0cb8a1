package sevennets.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever is in a file, its reader gives a value or one sentence of ours, within ten seconds and a
 * gigabyte. Jazzer looks for what does not, led by what of our code each input reaches. What it
 * found stays in the corpus.
 */
class FuzzTest {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  @TempDir
  Path folder;

  @TestFactory
  Stream<DynamicTest> everyInputOfTheCorpusIsAValueOrASentence() {
    return each((name, kind, own) -> {
      for (byte[] input : Corpus.of(name, kind)) {
        long start = System.nanoTime();
        Target.attempt(kind, input, own);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(LIMIT);
      }
    });
  }

  @Test
  void everyInputThatIsKeptIsOfAKind() throws IOException {
    assertThat(Corpus.entries().keySet())
        .isNotEmpty()
        .allMatch(entry -> Kinds.all().containsKey(entry.replaceAll("/.*", "")));
  }

  /**
   * How long each kind is tried: {@code -Dfuzz.seconds=3600} for an hour; which kinds are:
   * {@code -Dfuzz.kinds=nets,pth}.
   */
  @Tag("slow")
  @TestFactory
  Stream<DynamicTest> jazzerFindsNoInputThatIsNeither() {
    long seconds = Long.getLong("fuzz.seconds", 60);
    List<String> kinds = List.of(System.getProperty("fuzz.kinds", "").split(","));
    return each((name, kind, own) -> {
      assumeTrue(kinds.contains("") || kinds.contains(name));
      Jazzer.Result result = Jazzer.run(name, Corpus.of(name, kind), own, seconds);
      assertThat(result.exitCode()).as(result.said()).isZero();
      assertThat(result.tried()).as(result.said()).isGreaterThan(100);
    });
  }

  private interface Trial {
    void of(String name, Kind kind, Path own) throws Exception;
  }

  private Stream<DynamicTest> each(Trial trial) {
    return Kinds.all().entrySet().stream()
        .map(named -> DynamicTest.dynamicTest(
            named.getKey(),
            () -> trial.of(
                named.getKey(),
                named.getValue().make(),
                Files.createDirectories(folder.resolve(named.getKey())))));
  }
}
