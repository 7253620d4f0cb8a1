package sevennets.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class UserPathTest {
  @Test
  void theTildeIsTheHomeThatTheEnvironmentNames() {
    assertThat(UserPath.home("/elsewhere")).isEqualTo("/elsewhere");
    assertThat(UserPath.home("")).isEqualTo(System.getProperty("user.home"));
    assertThat(UserPath.home(null)).isEqualTo(System.getProperty("user.home"));
  }

  @Test
  void onlyATildeAtTheBeginningIsExpanded() {
    assertThat(UserPath.of("~", "/h")).isEqualTo(Path.of("/h"));
    assertThat(UserPath.of("~/a/b", "/h")).isEqualTo(Path.of("/h/a/b"));
    assertThat(UserPath.of("a/~/b", "/h")).isEqualTo(Path.of("a/~/b"));
    assertThat(UserPath.of("~other/a", "/h")).isEqualTo(Path.of("~other/a"));
  }
}
