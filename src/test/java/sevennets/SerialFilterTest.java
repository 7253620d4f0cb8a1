package sevennets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.InvalidClassException;
import java.io.ObjectInputStream;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The filter of pom.xml's table, with which every JVM of the project is started: this one too. */
class SerialFilterTest {
  @Test
  @Timeout(10)
  void noObjectIsReadWhoeverAsks() {
    Map.of("code", Trap.bytes(), "sets in sets", Trap.endless(), "2 GB", Trap.huge())
        .forEach((what, bytes) -> assertThatThrownBy(
                () -> new ObjectInputStream(new ByteArrayInputStream(bytes)).readObject())
            .as(what)
            .isInstanceOf(InvalidClassException.class)
            .hasMessageContaining("REJECTED"));
    assertThat(Trap.SPRUNG).hasValue(0);
  }
}
