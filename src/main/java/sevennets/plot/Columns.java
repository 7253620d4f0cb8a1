package sevennets.plot;

import tech.tablesaw.api.NumericColumn;
import tech.tablesaw.api.Table;

/** Columns of a table, asked for by name, with an error that says what the table has. */
final class Columns {
  private Columns() {}

  /** The values of a numeric column, missing ones as NaN. */
  static double[] numbers(Table table, String column) {
    require(table, column);
    if (!(table.column(column) instanceof NumericColumn<?> numbers)) {
      throw new IllegalArgumentException(
          "cannot plot column '%s' of table '%s': it must hold numbers, and holds %s"
              .formatted(column, table.name(), table.column(column).type().name()));
    }
    return numbers.asDoubleArray();
  }

  /** The values of any column as text. */
  static String[] names(Table table, String column) {
    require(table, column);
    return table.column(column).asStringColumn().asObjectArray();
  }

  static boolean has(Table table, String column) {
    return table.containsColumn(column);
  }

  private static void require(Table table, String column) {
    if (!has(table, column)) {
      throw new IllegalArgumentException("no column '%s' in table '%s'; its columns: %s"
          .formatted(column, table.name(), String.join(", ", table.columnNames())));
    }
  }
}
