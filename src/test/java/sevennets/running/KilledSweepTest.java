package sevennets.running;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sevennets.KillMoments;
import sevennets.claims.Budget;
import sevennets.claims.Outcome;
import sevennets.models.ResNet;

/** A sweep that is killed before or after any change of a name ends as if it had not been. */
@Tag("slow")
class KilledSweepTest {
  @TempDir
  Path temporary;

  @Test
  void killedAtAnyRenameEndsWithTheSameResults() throws Exception {
    Path whole = temporary.resolve("store");
    KillMoments moments = new KillMoments(whole, temporary.resolve("killed"));
    List<String> outcomes = go(moments.folder());
    assertThat(moments.copies()).hasSizeGreaterThan(20);
    for (Path killed : moments.copies()) {
      String as = killed.getFileName().toString();
      assertThat(go(killed)).as(as).isEqualTo(outcomes);
      assertThat(files(killed)).as(as).isEqualTo(files(whole));
    }
    System.out.println(moments.copies().size() + " kills of a sweep");
  }

  private static List<String> go(Path store) {
    Budget budget = Budget.smoke().withImages(32);
    return new Sweep(SweepTest.pair(ResNet.cifar(8)), budget, new Store(store))
        .run(new Sweep.Listener() {}).outcomes().stream()
            .map(KilledSweepTest::numbers)
            .toList();
  }

  /** All that a run measured but times. */
  private static String numbers(Outcome outcome) {
    return outcome.arm()
        + outcome.end()
        + outcome.history().table().removeColumns("images_per_sec", "seconds").print();
  }

  private static Set<String> files(Path store) throws IOException {
    try (Stream<Path> all = Files.walk(store)) {
      return all.map(path -> store.relativize(path).toString()).collect(Collectors.toSet());
    }
  }
}
