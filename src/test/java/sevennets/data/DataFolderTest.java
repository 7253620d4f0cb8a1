package sevennets.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {
  @TempDir
  Path named;

  @AfterEach
  void forgetDataFolder() {
    System.clearProperty("sevennets.data");
  }

  @Test
  void theProjectsFolderIsFoundFromTheWorkingDirectoryUpward() throws Exception {
    assertThat(DataFolder.root()).isEqualTo(Path.of("data").toAbsolutePath());
    Process process = new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            PrintsDataFolder.class.getName())
        .directory(Path.of("src/test/java").toFile())
        .redirectErrorStream(true)
        .start();
    assertThat(new String(process.getInputStream().readAllBytes()).strip())
        .isEqualTo(Path.of("data").toAbsolutePath().toString());
  }

  @Test
  void aNamedFolderComesFirstIfTheDatasetIsThere() throws Exception {
    System.setProperty("sevennets.data", named.toString());
    assertThat(DataFolder.root()).isEqualTo(named);
    assertThat(DataFolder.of("cifar10")).isEqualTo(named.resolve("cifar10"));
    assertThat(DataFolder.of("fashion-mnist"))
        .isEqualTo(Path.of("data/fashion-mnist").toAbsolutePath());
    Files.createDirectory(named.resolve("fashion-mnist"));
    assertThat(DataFolder.of("fashion-mnist")).isEqualTo(named.resolve("fashion-mnist"));
  }

  /** Runs in a folder deep inside the project. */
  static final class PrintsDataFolder {
    public static void main(String[] args) {
      System.out.println(DataFolder.root());
    }
  }

  @Test
  void aNamedFolderIsTakenWithoutItsDots() {
    System.setProperty("sevennets.data", named + "/./photos/..");
    assertThat(DataFolder.root()).isEqualTo(named);
  }
}
