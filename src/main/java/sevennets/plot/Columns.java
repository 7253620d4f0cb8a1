package sevennets.plot;

import java.util.Arrays;
import tech.tablesaw.api.NumericColumn;
import tech.tablesaw.api.Table;

/** Columns of a table, asked for by name, with an error that says what the table has. */
final class Columns {
  private static final double LARGEST = 1e15;

  private Columns() {}

  /** The values of a numeric column, missing ones as NaN. */
  static double[] numbers(Table table, String column) {
    return drawable(stored(table, column));
  }

  /** The same for ends of intervals: infinite is open, as is what no axis can show. */
  static double[] ends(Table table, String column) {
    return Arrays.stream(stored(table, column))
        .map(end -> Math.abs(end) > LARGEST ? Math.copySign(Double.POSITIVE_INFINITY, end) : end)
        .toArray();
  }

  private static double[] stored(Table table, String column) {
    require(table, column);
    if (!(table.column(column) instanceof NumericColumn<?> numbers)) {
      throw new IllegalArgumentException(
          "cannot plot column '%s' of table '%s': it must hold numbers, and holds %s"
              .formatted(column, table.name(), table.column(column).type().name()));
    }
    return numbers.asDoubleArray();
  }

  /**
   * Without what no axis can show: XChart looks for the ticks of 1e30 for ever. A value of
   * infinity, or beyond any that is measured, is missing.
   */
  static double[] drawable(double[] values) {
    return Arrays.stream(values)
        .map(value -> Math.abs(value) <= LARGEST ? value : Double.NaN)
        .toArray();
  }

  /** Those of the values that an axis can show. */
  static double[] known(double[] values) {
    return Arrays.stream(values).filter(value -> Math.abs(value) <= LARGEST).toArray();
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
