package sevennets.notebook;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;
import sevennets.files.Escape;
import tech.tablesaw.api.NumericColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;

/**
 * A table as HTML that takes its colours from the page, so that it reads on a light theme and on a
 * dark one. Numbers stand on the right, in four significant digits.
 */
final class HtmlTable {
  /** A longer table is cut, and says so. */
  static final int ROWS = 60;

  private HtmlTable() {}

  static Shown of(Table table) {
    return new Shown(html(table), table.print(ROWS).stripTrailing());
  }

  /** A short table, and below it the long one, which a click unfolds. */
  static Shown folded(Table shown, String what, Table all) {
    String rest = "<details><summary>%s (%d)</summary>\n%s\n</details>"
        .formatted(escaped(what), all.rowCount() - 1, html(all));
    return new Shown(html(shown) + "\n" + rest, shown.print(ROWS).stripTrailing());
  }

  private static String html(Table table) {
    StringBuilder html = new StringBuilder("<table>\n<thead><tr>");
    table
        .columns()
        .forEach(column ->
            html.append("<th%s>%s</th>".formatted(aligned(column), escaped(column.name()))));
    html.append("</tr></thead>\n<tbody>\n");
    for (int row = 0; row < Math.min(ROWS, table.rowCount()); row++) {
      html.append("<tr>");
      for (Column<?> column : table.columns()) {
        html.append("<td%s>%s</td>".formatted(aligned(column), escaped(cell(column, row))));
      }
      html.append("</tr>\n");
    }
    html.append("</tbody>\n</table>");
    if (table.rowCount() > ROWS) {
      html.append("\n<p>... and %,d more rows</p>".formatted(table.rowCount() - ROWS));
    }
    return html.toString();
  }

  private static String aligned(Column<?> column) {
    return column instanceof NumericColumn
        ? " style=\"text-align:right\""
        : " style=\"text-align:left\"";
  }

  private static String cell(Column<?> column, int row) {
    if (column.isMissing(row)) {
      return "";
    }
    if (!(column.get(row) instanceof Number number)) {
      return column.getString(row);
    }
    if (hasFractions(column)) return amongFractions(number.doubleValue());
    return isLarge(column)
        ? String.format(Locale.ROOT, "%,d", number.longValue())
        : number(number.doubleValue());
  }

  /** Then all its numbers have their thousands apart: 5,000 above 10,000. */
  private static boolean isLarge(Column<?> column) {
    return column.asList().stream()
        .anyMatch(
            value -> value instanceof Number number && Math.abs(number.doubleValue()) >= 10_000);
  }

  private static boolean hasFractions(Column<?> column) {
    return column.asList().stream()
        .anyMatch(value -> value instanceof Number number && number.doubleValue() % 1 != 0);
  }

  /** Four digits also where the last are zeros: 23.00 and 10.50 below 22.57. */
  private static String amongFractions(double value) {
    if (value == 0 || !(Math.abs(value) < 1_000)) {
      return number(value);
    }
    int before = 1 + (int) Math.floor(Math.log10(Math.abs(value)));
    return BigDecimal.valueOf(value)
        .setScale(4 - before, RoundingMode.HALF_EVEN)
        .toPlainString();
  }

  /**
   * Whole numbers with their thousands apart, from five digits on, so that years stay years; others
   * in four significant digits.
   */
  static String number(double value) {
    if (value == Math.rint(value) && Math.abs(value) < 1e15) {
      return String.format(Locale.ROOT, Math.abs(value) < 10_000 ? "%d" : "%,d", (long) value);
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "\u221e" : "-\u221e";
    }
    return Math.abs(value) < 1e-4
        ? String.format(Locale.ROOT, "%.3e", value).replace("e-0", "e-")
        : new BigDecimal(value).round(new MathContext(4)).toPlainString();
  }

  /** Text as it must stand in HTML. */
  static String escaped(String text) {
    return Escape.html(text);
  }
}
