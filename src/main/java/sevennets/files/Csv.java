package sevennets.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;

/**
 * Tables as CSV that a spreadsheet may open, whoever gave its classes and files their names.
 *
 * <pre>{@code
 * Csv.write(table, folder.resolve("losses.csv"));
 * }</pre>
 */
public final class Csv {
  private Csv() {}

  /** The table as text, its names as text. */
  public static String text(Table table) {
    Table escaped = Table.create(table.name());
    for (Column<?> column : table.columns()) {
      escaped.addColumns(
          column instanceof StringColumn names
              ? names.map(Escape::csv).setName(column.name())
              : column);
    }
    return escaped.write().toString("csv");
  }

  /**
   * Writes the table as a file.
   *
   * @throws UncheckedIOException if it cannot be written
   */
  public static void write(Table table, Path file) {
    try {
      AtomicFile.write(file, out -> out.write(text(table).getBytes(StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the table to '%s'".formatted(file), e);
    }
  }
}
