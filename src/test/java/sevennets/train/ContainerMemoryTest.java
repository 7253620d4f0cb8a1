package sevennets.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContainerMemoryTest {
  private static final long GIB = 1L << 30;

  @TempDir
  Path folder;

  @Test
  void secondVersionLeavesItsLimitLessWhatIsUsedAndCannotBeDropped() throws IOException {
    own("0::/");
    group("", "memory.max", 3 * GIB);
    group("", "memory.current", 2 * GIB);
    write("memory.stat", "anon 5\ninactive_file " + GIB + "\nactive_file 7\n");
    assertThat(memory().available()).hasValue(2 * GIB);
  }

  @Test
  void limitOfAGroupAroundOursHolds() throws IOException {
    own("0::/user/job");
    group("user/job/", "memory.max", 8 * GIB);
    group("user/job/", "memory.current", GIB);
    group("user/", "memory.max", 3 * GIB);
    group("user/", "memory.current", 2 * GIB);
    assertThat(memory().available()).hasValue(GIB);
  }

  @Test
  void firstVersionInAContainerWhosePathIsThatOfTheWorldOutside() throws IOException {
    own("9:memory:/docker/1234");
    group("memory/", "memory.limit_in_bytes", 3 * GIB);
    group("memory/", "memory.usage_in_bytes", GIB);
    write("memory/memory.stat", "inactive_file 1\ntotal_inactive_file 1024\n");
    assertThat(memory().available()).hasValue(2 * GIB + 1024);
  }

  @Test
  void noLimitAndNoGroupsLeaveItToTheMachine() throws IOException {
    assertThat(memory().available()).isEmpty();
    own("0::/");
    write("memory.max", "max\n");
    group("", "memory.current", GIB);
    assertThat(memory().available()).isEmpty();
  }

  private ContainerMemory memory() {
    return new ContainerMemory(folder.resolve("groups"), folder.resolve("own"));
  }

  private void own(String line) throws IOException {
    Files.writeString(folder.resolve("own"), line + "\n");
  }

  private void group(String group, String file, long bytes) throws IOException {
    write(group + file, bytes + "\n");
  }

  private void write(String file, String text) throws IOException {
    Path path = folder.resolve("groups").resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }
}
