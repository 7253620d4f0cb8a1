package sevennets.plot;

import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Images side by side, each with a title:
 * {@code ImageGrid.of(batch.images()).titled(names).columns(8)}. Immutable; every method gives a
 * new grid.
 *
 * <pre>{@code
 * ImageGrid.of(images).titled(data.test().classes()).columns(5).called("images, one of each class");
 * }</pre>
 */
public final class ImageGrid {
  private static final int DENSITY = 2;
  private static final int GAP = 6 * DENSITY;
  private static final int LINE = 15 * DENSITY;
  private static final int TITLE_WIDTH = 86 * DENSITY;
  private static final Font FONT = new Font(Font.SANS_SERIF, Font.PLAIN, 11 * DENSITY);
  private static final Color RIGHT = new Color(0x222222);

  /**
   * Okabe and Ito's vermilion; a wrong title carries a cross as well, for readers who don't see the
   * colour.
   */
  private static final Color WRONG = new Color(0xB34700);

  private final List<BufferedImage> images;
  private final List<String> titles;
  private final List<Boolean> wrong;
  private final int columns;
  private final int side;
  private final String what;

  private ImageGrid(
      List<BufferedImage> images,
      List<String> titles,
      List<Boolean> wrong,
      int columns,
      int side,
      String what) {
    this.images = images;
    this.titles = titles;
    this.wrong = wrong;
    this.columns = columns;
    this.side = side;
    this.what = what;
  }

  /**
   * The images of a batch.
   *
   * @param images N x C x H x W with C = 1 (grey) or 3 (RGB), values in [0, 1]; others are cut off
   */
  public static ImageGrid of(INDArray images) {
    return grid(Pixels.images(images, Pixels.Range.UNIT), "images");
  }

  /**
   * The images of a batch, each stretched so that its smallest value is black and its largest
   * white: for images that a normalisation has moved out of [0, 1], and for feature maps.
   *
   * @param images N x C x H x W with C = 1 or 3
   */
  public static ImageGrid stretched(INDArray images) {
    return grid(Pixels.images(images, Pixels.Range.EACH), "images");
  }

  /**
   * The images of a batch in grey, each under its heat map: the hotter, the more vermilion.
   *
   * @param images N x C x H x W with C = 1 or 3, each stretched from black to white
   * @param heat N x 1 x H x W, values in [0, 1]
   */
  public static ImageGrid heated(INDArray images, INDArray heat) {
    return grid(
        Pixels.heated(Pixels.images(images, Pixels.Range.EACH), heat),
        "images under their heat maps");
  }

  /**
   * A layer's filters: one image a filter where it has 1 or 3 input channels, one a filter and
   * channel where it has others. Mid-grey is zero, and one scale holds for all, so that a strong
   * filter looks strong.
   *
   * @param weights O x I x kH x kW
   */
  public static ImageGrid filters(INDArray weights) {
    if (weights.rank() != 4) {
      throw new IllegalArgumentException("filters must be O x I x kH x kW, and have the shape "
          + Arrays.toString(weights.shape()));
    }
    long in = weights.size(1);
    INDArray shown = in == 1 || in == 3
        ? weights
        : weights.dup('c').reshape('c', weights.size(0) * in, 1, weights.size(2), weights.size(3));
    return grid(Pixels.images(shown, Pixels.Range.SYMMETRIC), "filters");
  }

  /** Pictures of one's own. */
  public static ImageGrid of(List<BufferedImage> images) {
    return grid(List.copyOf(images), "images");
  }

  private static ImageGrid grid(List<BufferedImage> images, String what) {
    if (images.isEmpty()) {
      throw new IllegalArgumentException("a grid needs at least one image, and got none");
    }
    int columns = Math.min(images.size(), 8);
    return new ImageGrid(images, List.of(), List.of(), columns, 72, what);
  }

  /** Writes a title over each image; a line break in it starts a second line. */
  public ImageGrid titled(List<String> titles) {
    requireOneEach(titles.size(), "titles");
    return new ImageGrid(images, List.copyOf(titles), List.of(), columns, side, what);
  }

  /**
   * Writes the predicted class over each image; where it isn't the true one, that too, in another
   * colour.
   */
  public ImageGrid predicted(int[] predictions, int[] truth, List<String> classes) {
    requireOneEach(predictions.length, "predictions");
    requireOneEach(truth.length, "true classes");
    List<String> titles = new ArrayList<>();
    List<Boolean> wrong = new ArrayList<>();
    for (int i = 0; i < truth.length; i++) {
      boolean mistake = predictions[i] != truth[i];
      titles.add(
          classes.get(predictions[i]) + (mistake ? "\n\u2717 is " + classes.get(truth[i]) : ""));
      wrong.add(mistake);
    }
    return new ImageGrid(images, titles, wrong, columns, side, what);
  }

  public ImageGrid columns(int columns) {
    if (columns < 1) {
      throw new IllegalArgumentException("a grid needs at least one column, and got " + columns);
    }
    return new ImageGrid(images, titles, wrong, columns, side, what);
  }

  /** The longer side at which each image is shown, in CSS pixels. */
  public ImageGrid side(int pixels) {
    return new ImageGrid(images, titles, wrong, columns, pixels, what);
  }

  /** What the grid shows, for its alternative text: {@code "the first layer's filters"}. */
  public ImageGrid called(String what) {
    return new ImageGrid(images, titles, wrong, columns, side, what);
  }

  String altText() {
    String head = "Grid of %d %s".formatted(images.size(), what);
    if (titles.isEmpty()) {
      return head + ".";
    }
    long mistakes = Collections.frequency(wrong, true);
    String told = wrong.isEmpty() ? "" : ", %d of them wrongly classified".formatted(mistakes);
    return head
        + told
        + titles.stream()
            .map(title -> title.replace("\n", " "))
            .collect(Collectors.joining(", ", ": ", "."));
  }

  /** The whole grid, in twice the pixels that it is to be shown at. */
  BufferedImage image() {
    int cellWidth = Math.max(DENSITY * side, titles.isEmpty() ? 0 : TITLE_WIDTH) + GAP;
    int cellHeight = DENSITY * side + GAP + titleHeight();
    int across = Math.min(columns, images.size());
    int rows = (images.size() + columns - 1) / columns;
    BufferedImage all = new BufferedImage(
        across * cellWidth + GAP, rows * cellHeight + GAP, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = all.createGraphics();
    g.setColor(Color.WHITE);
    g.fillRect(0, 0, all.getWidth(), all.getHeight());
    g.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    g.setFont(FONT);
    for (int i = 0; i < images.size(); i++) {
      cell(
          g, i, GAP + (i % columns) * cellWidth, GAP + (i / columns) * cellHeight, cellWidth - GAP);
    }
    g.dispose();
    return all;
  }

  private void cell(Graphics2D g, int i, int x, int y, int width) {
    if (!titles.isEmpty()) {
      g.setColor(!wrong.isEmpty() && wrong.get(i) ? WRONG : RIGHT);
      String[] lines = titles.get(i).split("\n");
      for (int line = 0; line < lines.length; line++) {
        g.drawString(
            fitted(lines[line], g.getFontMetrics(), width), x, y + line * LINE + FONT.getSize());
      }
    }
    BufferedImage image = images.get(i);
    double scale = (double) DENSITY * side / Math.max(image.getWidth(), image.getHeight());
    // Nearest neighbour: the reader is to see the pixels that the net sees.
    g.drawImage(
        image,
        x,
        y + titleHeight(),
        (int) (scale * image.getWidth()),
        (int) (scale * image.getHeight()),
        null);
  }

  private int titleHeight() {
    return LINE
        * titles.stream().mapToInt(title -> title.split("\n").length).max().orElse(0);
  }

  private static String fitted(String title, FontMetrics metrics, int width) {
    String text = title;
    while (metrics.stringWidth(text) > width && text.length() > 2) {
      text = text.substring(0, text.length() - 2) + "\u2026";
    }
    return text;
  }

  private void requireOneEach(int given, String what) {
    if (given != images.size()) {
      throw new IllegalArgumentException(
          "a grid of %d images needs %1$d %s, and got %d".formatted(images.size(), what, given));
    }
  }
}
