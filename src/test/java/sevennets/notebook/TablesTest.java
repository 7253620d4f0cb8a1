package sevennets.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * What a reader does with a table beside Deeplearning4j, whose own fastutil is older than
 * Tablesaw's.
 */
class TablesTest {

  private final Table nets = Table.create(
      "nets",
      StringColumn.create("net", "vgg16", "alexnet", "googlenet"),
      IntColumn.create("layers", 16, 8, 22));

  @Test
  void rowsAreSelectedByAColumn() {
    assertThat(nets.where(nets.intColumn("layers").isGreaterThan(10)).stringColumn("net"))
        .containsExactly("vgg16", "googlenet");
  }

  @Test
  void rowsAreSortedByAColumn() {
    assertThat(nets.sortAscendingOn("layers").stringColumn("net"))
        .containsExactly("alexnet", "vgg16", "googlenet");
    assertThat(nets.sortDescendingOn("net").stringColumn("net"))
        .containsExactly("vgg16", "googlenet", "alexnet");
  }

  @Test
  void rowsAreCountedByAColumn() {
    assertThat(nets.countBy("net").rowCount()).isEqualTo(3);
  }
}
