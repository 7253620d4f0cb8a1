package sevennets.plot;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import sevennets.files.Escape;
import tech.tablesaw.api.Table;

/**
 * What each of several changes, one after the other, adds to a number or takes from it: a row a
 * change, a bar from where the number stood to where it stands then.
 *
 * <pre>{@code
 * Waterfall steps = Plots.waterfall(table, "step", "test error, %");
 * }</pre>
 *
 * @param svg the drawing; its ink is that of the page, so it suits a dark one too
 * @param altText the same in words
 */
public record Waterfall(String svg, String altText) {
  private static final int WIDTH = 780,
      ROW = 30,
      TOP = 40,
      NAMES = 120,
      BARS = 420,
      BAR = 16,
      MARK = 4;
  private static final String LESS = "#009e73", MORE = "#d55e00", START = "#777777";

  /** Of a row: how the number stands after it, and the interval of the change, NaN for none. */
  private record Step(String name, double before, double after, double low, double high) {
    double change() {
      return after - before;
    }

    boolean isFirst() {
      return Double.isNaN(before);
    }

    /** An interval that leaves out 0. */
    boolean isSure() {
      return low > 0 || high < 0;
    }
  }

  static Waterfall of(Table table, String step, String value) {
    List<Step> steps = steps(table, step, value);
    if (steps.isEmpty())
      throw new IllegalArgumentException(
          "a waterfall needs at least one row, received the empty table '" + table.name() + "'");
    Scale scale = Scale.over(steps);
    StringBuilder svg = new StringBuilder();
    grid(svg, scale, steps.size(), Axis.label(value));
    for (int row = 0; row < steps.size(); row++) bar(svg, scale, steps.get(row), row);
    String words = words(Axis.label(value), steps);
    int height = TOP + steps.size() * ROW + 8;
    return new Waterfall(
        ("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%1$d\" height=\"%2$d\" viewBox=\"0 0 %1$d %2$d\" "
                + "role=\"img\" aria-label=\"%3$s\" style=\"max-width:100%%;height:auto\" font-family=\"sans-serif\" font-size=\"13\">%n%4$s</svg>%n")
            .formatted(WIDTH, height, Escape.html(words), svg),
        words);
  }

  private static List<Step> steps(Table table, String step, String value) {
    String[] names = Columns.names(table, step);
    double[] values = Columns.numbers(table, value);
    List<Step> steps = new ArrayList<>();
    for (int i = 0; i < names.length; i++)
      steps.add(new Step(
          names[i],
          i == 0 ? Double.NaN : values[i - 1],
          values[i],
          bound(table, value + "_low", i),
          bound(table, value + "_high", i)));
    return steps;
  }

  private static double bound(Table table, String column, int row) {
    return table.containsColumn(column) ? Columns.numbers(table, column)[row] : Double.NaN;
  }

  /** From numbers to pixels, round at both ends. */
  private record Scale(double low, double high, double tick) {
    static Scale over(List<Step> steps) {
      double low = Double.POSITIVE_INFINITY, high = Double.NEGATIVE_INFINITY;
      for (Step step : steps)
        for (double v : new double[] {step.after, step.before + step.low, step.before + step.high})
          if (!Double.isNaN(v)) {
            low = Math.min(low, v);
            high = Math.max(high, v);
          }
      double tick = round(Math.max(high - low, Math.max(Math.abs(high), 1) * 1e-3) / 5);
      return new Scale(Math.floor(low / tick) * tick, Math.ceil(high / tick) * tick, tick);
    }

    /** 1, 2 or 5 times a power of ten. */
    private static double round(double width) {
      double power = Math.pow(10, Math.floor(Math.log10(width)));
      double times = width / power;
      return power * (times <= 1 ? 1 : times <= 2 ? 2 : times <= 5 ? 5 : 10);
    }

    double x(double value) {
      return NAMES + BARS * (value - low) / Math.max(high - low, tick);
    }

    int ticks() {
      return (int) Math.round((high - low) / tick);
    }
  }

  private static void grid(StringBuilder svg, Scale scale, int rows, String title) {
    svg.append(text(NAMES + BARS / 2.0, 14, "middle", title));
    for (int i = 0; i <= scale.ticks(); i++) {
      double value = scale.low + i * scale.tick, x = scale.x(value);
      svg.append(text(x, 32, "middle", Axis.tick(value)));
      svg.append(line(x, TOP, x, TOP + rows * ROW, 0.2));
    }
  }

  /** The bar, pale where the interval has 0 in it; that interval; and the change in figures. */
  private static void bar(StringBuilder svg, Scale scale, Step step, int row) {
    double middle = TOP + (row + 0.5) * ROW, end = scale.x(step.after);
    // The axis need not begin at 0, so the start is a mark and no bar: cut off, its length would
    // lie.
    double from = step.isFirst() ? end - MARK : scale.x(step.before);
    String colour = step.isFirst() ? START : step.change() <= 0 ? LESS : MORE;
    svg.append(text(NAMES - 8, middle + 4, "end", step.name));
    svg.append(String.format(
        Locale.ROOT,
        "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%d\" fill=\"%s\" fill-opacity=\"%s\"/>%n",
        Math.min(from, end),
        middle - BAR / 2.0,
        Math.max(1, Math.abs(end - from)),
        BAR,
        colour,
        step.isFirst() || step.isSure() ? "1" : "0.4"));
    if (!Double.isNaN(step.low)) {
      double low = scale.x(step.before + step.low), high = scale.x(step.before + step.high);
      svg.append(line(low, middle, high, middle, 0.9));
      for (double x : new double[] {low, high}) svg.append(line(x, middle - 4, x, middle + 4, 0.9));
    }
    svg.append(text(NAMES + BARS + 12, middle + 4, "start", figures(step)));
  }

  private static String figures(Step step) {
    if (step.isFirst()) return number(step.after);
    String change = (step.change() > 0 ? "+" : "") + number(step.change());
    return Double.isNaN(step.low)
        ? "%s, to %s".formatted(change, number(step.after))
        : "%s [%s, %s], to %s"
            .formatted(change, number(step.low), number(step.high), number(step.after));
  }

  private static String words(String title, List<Step> steps) {
    StringBuilder words = new StringBuilder("Waterfall of " + title + ". ");
    for (Step step : steps)
      words.append(step.name).append(": ").append(figures(step)).append("; ");
    return words.replace(words.length() - 2, words.length(), ".").toString();
  }

  private static String number(double value) {
    String text = String.format(Locale.ROOT, "%.1f", value);
    return text.equals("-0.0") ? "0.0" : text;
  }

  private static String text(double x, double y, String anchor, String words) {
    return String.format(
        Locale.ROOT,
        "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" fill=\"currentColor\">%s</text>%n",
        x,
        y,
        anchor,
        Escape.html(words));
  }

  private static String line(double x1, double y1, double x2, double y2, double ink) {
    return String.format(
        Locale.ROOT,
        "<path d=\"M%.1f %.1fL%.1f %.1f\" stroke=\"currentColor\" stroke-opacity=\"%s\"/>%n",
        x1,
        y1,
        x2,
        y2,
        ink);
  }
}
