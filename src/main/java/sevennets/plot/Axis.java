package sevennets.plot;

import java.awt.font.FontRenderContext;
import java.awt.geom.Rectangle2D;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.knowm.xchart.style.AxesChartStyler;

/** What an axis says of a table's column: its quantity and its unit. */
final class Axis {
  private static final Map<String, String> LABELS = Map.ofEntries(
      Map.entry("epoch", "epoch"),
      Map.entry("lr", "learning rate"),
      Map.entry("train_loss", "training loss (nats)"),
      Map.entry("val_loss", "validation loss (nats)"),
      Map.entry("train_acc1", "training accuracy (fraction)"),
      Map.entry("val_acc1", "validation accuracy (fraction)"),
      Map.entry("test_acc1", "test accuracy (fraction)"),
      Map.entry("val_acc5", "validation top-5 accuracy (fraction)"),
      Map.entry("test_acc5", "test top-5 accuracy (fraction)"),
      Map.entry("images_per_sec", "images/second"),
      Map.entry("params", "learnable parameters"),
      Map.entry("params_m", "learnable parameters (millions)"),
      Map.entry("macs", "multiply-accumulates an image"),
      Map.entry("macs_m", "multiply-accumulates an image (millions)"),
      Map.entry("macs_g", "multiply-accumulates an image (billions)"),
      Map.entry("depth", "layer, counted from the image"),
      Map.entry("gradient_norm", "gradient's length"),
      Map.entry("ratio", "gradient's length / weights' length"),
      Map.entry("mean_weight", "mean absolute weight"),
      Map.entry("seconds", "time (seconds)"));

  /**
   * XChart takes 0.0001 for none, whatever the axis measures; in an axis of epochs it is not seen.
   */
  private static final double UNSEEN = 2e-4;

  private static final double LEAST_PLAIN = 1e-4;

  /** Characters of a tick before its unit or its power. */
  static final int LONGEST = 4;

  /** XChart takes no less. */
  private static final int LEAST_LABELS = 2;

  /** What is left of a chart's width for its horizontal axis, at least. */
  private static final double SHARE = 0.82;

  private static final FontRenderContext PLAIN = new FontRenderContext(null, true, true);

  private static final int LINE_APART = 8, LEAST_TURN = 30;

  private Axis() {}

  /**
   * Every name below the axis, where XChart by itself leaves some out: level if they fit so, or
   * else as little turned as keeps each off the next. Where even upright ones would touch, some are
   * left out after all.
   *
   * @param width of the chart in CSS pixels, of which the axis takes about {@value #SHARE}
   */
  static void name(AxesChartStyler styler, List<String> names, int width) {
    double each = SHARE * width / Math.max(1, names.size());
    Rectangle2D longest = names.stream()
        .map(name -> styler.getAxisTickLabelsFont().getStringBounds(name, PLAIN))
        .max(Comparator.comparing(Rectangle2D::getWidth))
        .orElse(new Rectangle2D.Double());
    double line = longest.getHeight() + 1;
    boolean level = longest.getWidth() + LINE_APART <= each;
    double turned = Math.toDegrees(Math.asin(Math.min(1, line / each)));
    styler.setXAxisLabelRotation(level ? 0 : (int) Math.ceil(Math.max(LEAST_TURN, turned)));
    int fit = (int) (SHARE * width / line);
    styler.setXAxisMaxLabelCount(
        Math.max(LEAST_LABELS, level ? names.size() : Math.min(fit, names.size())));
  }

  /** 2012 stays a year where the axis measures years. */
  static Function<Double, String> ticks(String label) {
    return label.equals("year") ? Axis::year : Axis::tick;
  }

  /**
   * XChart puts its ticks on the points themselves where these are equally far apart, at 0.7826 and
   * 1.5652. With one of them moved, by too little to be seen, it takes round numbers.
   */
  static void atRoundNumbers(double[] points) {
    if (points[1] - points[0] > 10 * UNSEEN) {
      points[1] += UNSEEN;
    }
  }

  /**
   * At most four characters before a unit or a power: 5k, 20M, 3B, where XChart writes 5000 and
   * 2E7; .025 for 0.025; 4.4e-7 for what would be a row of zeros. A tick is never rounded to
   * another's number: between 12 and 12.1 stands 12.05.
   */
  static String tick(double value) {
    double size = Math.abs(value);
    if (size > 0 && size < LEAST_PLAIN) return scientific(value);
    // A round number is a count; 2012 is a year, whatever its axis.
    boolean counted = size >= 1e4 || size >= 1e3 && value % 500 == 0;
    if (!counted) return plain(value);
    if (size < 1e6) return plain(value / 1e3) + "k";
    return size < 1e9 ? plain(value / 1e6) + "M" : plain(value / 1e9) + "B";
  }

  /** Of a bin, whose middle is no round number: two digits tell it from the next. */
  static String centre(double value) {
    return tick(new BigDecimal(value).round(new MathContext(2)).doubleValue());
  }

  private static String plain(double value) {
    String exact = written(value, 4);
    boolean chosen = Math.abs(value - Double.parseDouble(exact)) <= 1e-9 * Math.abs(value);
    for (int digits = 4; digits > 1 && !chosen; digits--)
      if (isShort(written(value, digits))) return written(value, digits);
    return isShort(exact) || Math.abs(value) >= 1 ? exact : scientific(value);
  }

  /** In so many significant digits; without the zero before the point where that makes it fit. */
  private static String written(double value, int digits) {
    String number = new BigDecimal(value)
        .round(new MathContext(digits))
        .stripTrailingZeros()
        .toPlainString();
    return isShort(number) ? number : number.replaceFirst("^(-?)0\\.", "$1.");
  }

  private static boolean isShort(String number) {
    return number.replace("-", "").length() <= LONGEST;
  }

  /** 2012, and no tick between two years. */
  static String year(double value) {
    return value == Math.rint(value) ? Long.toString((long) value) : "";
  }

  private static String scientific(double value) {
    return String.format(Locale.ROOT, "%.2e", value)
        .replaceFirst("\\.?0+e", "e")
        .replace("e-0", "e-");
  }

  /** A column that no label is known for keeps its own name, its underscores as spaces. */
  static String label(String column) {
    return LABELS.getOrDefault(column, column.replace('_', ' '));
  }
}
