package sevennets.plot;

import java.util.Map;
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

  /** XChart takes no less. */
  private static final int LEAST_LABELS = 2;

  private Axis() {}

  /** Every name below the axis, where XChart by itself leaves some out. */
  static void nameAll(AxesChartStyler styler, int names) {
    styler.setXAxisMaxLabelCount(Math.max(LEAST_LABELS, names));
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

  /** 5k, 20M, 3B, where XChart writes 5000 and 2E7; 4.4e-7 for what would be a row of zeros. */
  static String tick(double value) {
    double size = Math.abs(value);
    if (size > 0 && size < LEAST_PLAIN) return shortest("%.1e".formatted(value));
    // A round number is a count; 2012 is a year, whatever its axis.
    boolean round = value % 500 == 0 || size >= 1e4;
    if (size < 1e3 || size < 1e6 && !round) return AltText.number(value);
    if (size < 1e6) return AltText.number(value / 1e3) + "k";
    return size < 1e9 ? AltText.number(value / 1e6) + "M" : AltText.number(value / 1e9) + "B";
  }

  /** 2012, and no tick between two years. */
  static String year(double value) {
    return value == Math.rint(value) ? Long.toString((long) value) : "";
  }

  private static String shortest(String scientific) {
    return scientific.replace(".0e", "e").replace("e-0", "e-");
  }

  /** A column that no label is known for keeps its own name, its underscores as spaces. */
  static String label(String column) {
    return LABELS.getOrDefault(column, column.replace('_', ' '));
  }
}
