package sevennets.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A file has its name or has it not: whatever is left of a run is decided by its renames, so that a
 * kill at each of them is a kill at every moment. strace kills at the system call itself.
 */
@Tag("slow")
class KillAtEveryRenameTest {
  private static final String STRACE = "/usr/bin/strace";

  @TempDir
  Path folder;

  @Test
  void runThatIsKilledAtAnyRenameEndsAsIfItHadNotBeen() throws Exception {
    assumeTrue(Files.isExecutable(Path.of(STRACE)), "no strace here");
    TreeMap<String, Object> whole = new TreeMap<>();
    assertThat(run(folder.resolve("whole"), 0)).isZero();
    whole.putAll(state(folder.resolve("whole")));
    int kills = 0;
    for (int rename = 1; rename < 200; rename++) {
      Path run = folder.resolve("killed-" + rename);
      if (run(run, rename) == 0) break;
      kills++;
      assertThat(run(run, 0)).as("after rename %d", rename).isZero();
      assertThat(state(run)).as("after rename %d", rename).isEqualTo(whole);
    }
    assertThat(kills).isGreaterThan(20);
  }

  /** Every file by its name, each checkpoint by all that it holds but times. */
  private static TreeMap<String, Object> state(Path run) throws IOException {
    TreeMap<String, Object> state = new TreeMap<>();
    try (Stream<Path> files = Files.list(run)) {
      for (Path file : files.toList()) {
        String name = file.getFileName().toString();
        state.put(
            name, name.equals("best.zip") || name.startsWith("checkpoint-") ? content(file) : "");
      }
    }
    return state;
  }

  private static Object content(Path file) throws IOException {
    Checkpoint read = Checkpoint.read(file);
    return List.of(
        read.position(),
        read.vectors(),
        read.history().table().removeColumns("images_per_sec", "seconds").print());
  }

  /** @param rename at which the process is killed; never where it is 0 */
  private static int run(Path folder, int rename) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    if (rename > 0) {
      command.addAll(List.of(STRACE, "-f", "-qq", "-o", "/dev/null", "-e", "trace=/^rename", "-e"));
      command.add("inject=/^rename:signal=KILL:when=" + rename);
    }
    command.add(System.getProperty("java.home") + "/bin/java");
    command.addAll(
        List.of("-Xmx256m", "-XX:TieredStopAtLevel=1", "-XX:-UsePerfData", "-Dsave.never=true"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(KilledRun.class.getName(), folder.toString()));
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(new File("/dev/null"));
    builder.environment().put("OMP_NUM_THREADS", "1");
    return builder.start().waitFor();
  }
}
