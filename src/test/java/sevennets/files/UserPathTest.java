package sevennets.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class UserPathTest {
  @Test
  void theTildeIsTheHomeFolder() {
    Path home = Path.of(System.getProperty("user.home"));
    assertThat(UserPath.of("~")).isEqualTo(home);
    assertThat(UserPath.of("~/photos")).isEqualTo(home.resolve("photos"));
    assertThat(UserPath.of("~name")).isEqualTo(Path.of("~name"));
  }

  @Test
  void whatNoPathCanBeIsToldInASentence() {
    for (String text : new String[] {"a\0b", "~/a\0b"}) {
      assertThatThrownBy(() -> UserPath.of(text))
          .isInstanceOf(DataException.class)
          .hasMessageContaining("can't be a path here");
      assertThat(UserPath.isOne(text)).isFalse();
    }
  }
}
