package sevennets.names;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class VersionTest {
  @Test
  void pomReadmeAndChangelogNameTheSameVersion() throws IOException {
    String version = Version.here();
    assertThat(version).matches("\\d+\\.\\d+\\.\\d+");
    assertThat(Path.of("pom.xml"))
        .content()
        .contains("<artifactId>sevennets</artifactId>\n  <version>" + version + "</version>");
    assertThat(Path.of("README.md")).content().contains("version = {" + version + "}");
    String changes = Files.readString(Path.of("src/docs/CHANGELOG.md"));
    assertThat(changes.substring(changes.indexOf("\n## "))).startsWith("\n## " + version + "\n");
  }
}
