package sevennets.analysis;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import sevennets.analysis.Outline.Box;
import sevennets.analysis.Outline.Kind;

/** What stands in the boxes of a drawing, and how large they are; lengths in CSS pixels. */
enum Look {
  /**
   * A whole network: what it is, what follows it, its shape; wider with each doubling of channels.
   */
  NET(12, 16, 16, 20),
  /** A block: one line for what it is, one for its name and shape, and a bar for its channels. */
  BLOCK(13, 18, 16, 22);

  static final int MARGIN = 8;
  private static final double LETTER = 0.56, BOLD_LETTER = 0.62, PER_DOUBLING = 13;
  private static final int LONGEST_BAR = 150, BAR = 7;

  /** Okabe and Ito's colours: each is the box's edge, and tints it. */
  private static final Map<Kind, String> COLOURS = Map.of(
      Kind.INPUT, "#777777",
      Kind.CONVOLUTION, "#0072b2",
      Kind.POOL, "#009e73",
      Kind.LINEAR, "#d55e00",
      Kind.JOIN, "#cc79a7",
      Kind.OTHER, "#777777",
      Kind.FOLDED, "#0072b2");

  final int font, line, apart, between;

  Look(int font, int line, int apart, int between) {
    this.font = font;
    this.line = line;
    this.apart = apart;
    this.between = between;
  }

  static String colour(Box box) {
    return COLOURS.get(box.kind());
  }

  static String shape(Box box) {
    return box.output().sizes().stream().map(String::valueOf).collect(Collectors.joining(" x "));
  }

  /** The first is bold. */
  List<String> lines(Box box) {
    boolean numbered = box.name().isEmpty() || Character.isDigit(box.name().charAt(0));
    Stream<String> lines = this == NET
        ? Stream.of(box.title(), box.detail(), shape(box))
        : Stream.of(
            box.detail().isEmpty() ? box.title() : box.title() + ", " + box.detail(),
            numbered ? shape(box) : box.name() + ": " + shape(box));
    return lines.filter(line -> !line.isEmpty()).toList();
  }

  double width(Box box) {
    List<String> lines = lines(box);
    double first = lines.get(0).length() * BOLD_LETTER * font;
    double others = lines.stream().skip(1).mapToInt(String::length).max().orElse(0) * LETTER * font;
    double byChannels = this == NET
        ? 70 + PER_DOUBLING * Math.log(box.output().channels()) / Math.log(2)
        : LONGEST_BAR + 2 * MARGIN;
    return Math.max(byChannels, Math.max(first, others) + 2 * MARGIN);
  }

  double height(Box box) {
    return line * lines(box).size() + MARGIN + (this == BLOCK ? BAR : 0);
  }

  /** Length of the bar under a box whose block has at most {@code most} channels; 0 for none. */
  double bar(Box box, int most) {
    return this == NET ? 0 : Math.max(2.0, (double) LONGEST_BAR * box.output().channels() / most);
  }
}
