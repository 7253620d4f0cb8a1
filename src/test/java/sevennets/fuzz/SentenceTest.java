package sevennets.fuzz;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import sevennets.files.DataException;

class SentenceTest {
  @Test
  void javasWordsAndExceptionsAreNoSentence() {
    refused(new DataException("a.zip is no model that can be read: null"), "");
    refused(new IllegalArgumentException("For input string: \"x\""), "x");
    refused(new IllegalArgumentException(), "");
    refused(new EOFException("it ends early"), "");
  }

  @Test
  void whatTheFileSaysMayBeQuoted() {
    DataException quoted =
        new DataException("it should hold a file's name, it holds 'Input length = 3'");
    assertThatCode(() -> require(quoted, "Input length = 3")).doesNotThrowAnyException();
    refused(quoted, "another");
  }

  private static void refused(Exception thrown, String input) {
    assertThatThrownBy(() -> require(thrown, input)).isInstanceOf(AssertionError.class);
  }

  private static void require(Exception thrown, String input) {
    Sentence.require(thrown, input.getBytes(StandardCharsets.UTF_8));
  }
}
