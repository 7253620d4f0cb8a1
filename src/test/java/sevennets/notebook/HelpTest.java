package sevennets.notebook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import sevennets.ops.Conv;
import sevennets.train.Progress;

class HelpTest {
  @Test
  void helpHasSignatureAndJavadocOfAClassAndOfItsPublicMethods() {
    String text = Help.of(Conv.class).text();
    assertThat(text)
        .startsWith(
            "record Conv\n    A two-dimensional convolution (cross-correlation), C x H x W to filters x H' x W'.")
        .contains("filters: output channels")
        .contains("Conv Conv.of(int filters, int kernel)\n    Stride 1, one group, no bias,");
    assertThat(text).doesNotContain("{@", "<p>", "@param");
  }

  @Test
  void methodsOfAnInterfaceAreAllPublic() {
    assertThat(Help.of(Progress.class).text()).contains("void batchEnded(Step step)");
  }

  @Test
  void signaturesAreEscapedInHtml() {
    assertThat(Help.of(sevennets.graph.Graph.class).html())
        .contains("&lt;")
        .doesNotContain("List<");
  }

  @Test
  void classOfAnotherLibraryIsNamed() {
    assertThatThrownBy(() -> Help.of(String.class))
        .hasMessage(
            "help knows the classes of Seven Nets, as in Notebook.help(Conv.class); received java.lang.String");
  }
}
