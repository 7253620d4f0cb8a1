package sevennets.plot;

import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.font.FontRenderContext;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
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

  /** A grid with its caption and scale fits a projector beside a heading, in CSS pixels. */
  private static final int WIDEST = 1200, HIGHEST = 620;

  private static final int LEAST_SIDE = 16, PAIRS_IN_A_ROW = 6;

  /** Narrower grids are widened for their caption. */
  private static final int CAPTION_WIDTH = 260 * DENSITY;

  private static final Font CAPTION_FONT = new Font(Font.SANS_SERIF, Font.BOLD, 13 * DENSITY);
  private static final int CAPTION_LINE = 18 * DENSITY, SCALE_HEIGHT = 24 * DENSITY;

  private final List<BufferedImage> images;

  /** What is shown beside each image, or nothing. */
  private final List<BufferedImage> beside;

  private final List<String> titles;
  private final List<Boolean> wrong;
  private final int columns;
  private final int side;
  private final String what;
  private final boolean captioned, scaled;

  private ImageGrid(Draft draft) {
    this.images = draft.images;
    this.beside = draft.beside;
    this.titles = draft.titles;
    this.wrong = draft.wrong;
    this.columns = draft.columns;
    this.side = draft.side;
    this.what = draft.what;
    this.captioned = draft.captioned;
    this.scaled = draft.scaled;
  }

  /** A grid that is still being changed. */
  private static final class Draft {
    private List<BufferedImage> images, beside = List.of();
    private List<String> titles = List.of();
    private List<Boolean> wrong = List.of();
    private int columns, side = 72;
    private String what = "images";
    private boolean captioned, scaled;
  }

  private ImageGrid with(Consumer<Draft> change) {
    Draft draft = new Draft();
    draft.images = images;
    draft.beside = beside;
    draft.titles = titles;
    draft.wrong = wrong;
    draft.columns = columns;
    draft.side = side;
    draft.what = what;
    draft.captioned = captioned;
    draft.scaled = scaled;
    change.accept(draft);
    return new ImageGrid(draft);
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
   * white: for images that a normalisation has moved out of [0, 1], and for feature maps that are
   * not to be compared.
   *
   * @param images N x C x H x W with C = 1 or 3
   */
  public static ImageGrid stretched(INDArray images) {
    return grid(Pixels.images(images, Pixels.Range.EACH), "images");
  }

  /**
   * Maps that are to be compared: the smallest value of all is black, the largest of all white, and
   * a map in which little happens stays dark.
   *
   * @param maps N x C x H x W with C = 1 or 3
   */
  public static ImageGrid onOneScale(INDArray maps) {
    return grid(Pixels.images(maps, Pixels.Range.ALL), "maps");
  }

  /**
   * The images of a batch, and beside each its heat map, laid over the faded image: from white to
   * dark red, on one scale that is drawn below. Of images that are all the same the heat maps alone
   * are shown.
   *
   * @param images N x C x H x W with C = 1 or 3, each stretched from black to white
   * @param heat N x 1 x H x W, values in [0, 1]
   */
  public static ImageGrid heated(INDArray images, INDArray heat) {
    List<BufferedImage> plain = Pixels.images(images, Pixels.Range.EACH);
    List<BufferedImage> heated = Pixels.heated(plain, heat);
    boolean one = images.size(0) > 1
        && IntStream.range(1, plain.size()).allMatch(i -> same(plain.get(0), plain.get(i)));
    return grid(one ? heated : plain, one ? "heat maps of one image" : "images and their heat maps")
        .with(draft -> {
          draft.beside = one ? List.of() : heated;
          draft.scaled = true;
        });
  }

  private static boolean same(BufferedImage a, BufferedImage b) {
    int w = a.getWidth(), h = a.getHeight();
    return Arrays.equals(a.getRGB(0, 0, w, h, null, 0, w), b.getRGB(0, 0, w, h, null, 0, w));
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
    Draft draft = new Draft();
    draft.images = images;
    draft.columns = Math.min(images.size(), 8);
    draft.what = what;
    return new ImageGrid(draft);
  }

  /** Writes a title over each image; a line break in it starts a second line. */
  public ImageGrid titled(List<String> titles) {
    requireOneEach(titles.size(), "titles");
    return with(draft -> {
      draft.titles = List.copyOf(titles);
      draft.wrong = List.of();
    });
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
    return with(draft -> {
      draft.titles = titles;
      draft.wrong = wrong;
    });
  }

  public ImageGrid columns(int columns) {
    if (columns < 1) {
      throw new IllegalArgumentException("a grid needs at least one column, and got " + columns);
    }
    return with(draft -> draft.columns = columns);
  }

  /**
   * The longer side at which each image is shown, in CSS pixels, if the grid fits a projector so.
   */
  public ImageGrid side(int pixels) {
    return with(draft -> draft.side = pixels);
  }

  /**
   * What the grid shows, as its caption and for its alternative text: {@code "the first layer's
   * filters"}.
   */
  public ImageGrid called(String what) {
    return with(draft -> {
      draft.what = what;
      draft.captioned = true;
    });
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
    int pixels = side;
    while (pixels > LEAST_SIDE && !fits(pixels)) pixels--;
    List<String> caption = captioned ? caption(width(pixels) - 2 * GAP) : List.of();
    int top = caption.size() * CAPTION_LINE + (captioned ? GAP : 0);
    BufferedImage all =
        new BufferedImage(width(pixels), top + height(pixels), BufferedImage.TYPE_INT_RGB);
    Graphics2D g = all.createGraphics();
    g.setColor(Color.WHITE);
    g.fillRect(0, 0, all.getWidth(), all.getHeight());
    g.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    g.setColor(RIGHT);
    g.setFont(CAPTION_FONT);
    for (int i = 0; i < caption.size(); i++)
      g.drawString(caption.get(i), GAP, GAP + i * CAPTION_LINE + CAPTION_FONT.getSize());
    g.setFont(FONT);
    for (int i = 0; i < images.size(); i++)
      cell(
          g,
          i,
          GAP + (i % columns) * cellWidth(pixels),
          top + GAP + (i / columns) * cellHeight(pixels),
          pixels);
    if (scaled) scale(g, GAP, all.getHeight() - SCALE_HEIGHT);
    g.dispose();
    return all;
  }

  private boolean fits(int pixels) {
    return width(pixels) <= WIDEST * DENSITY && height(pixels) <= HIGHEST * DENSITY;
  }

  private int width(int pixels) {
    int grid = Math.min(columns, images.size()) * cellWidth(pixels) + GAP;
    return captioned || scaled ? Math.max(CAPTION_WIDTH, grid) : grid;
  }

  private int height(int pixels) {
    int rows = (images.size() + columns - 1) / columns;
    return rows * cellHeight(pixels) + GAP + (scaled ? SCALE_HEIGHT : 0);
  }

  /** An image and what stands beside it, where both stand side by side as their photo does. */
  private int cellWidth(int pixels) {
    int shown = DENSITY * pixels;
    int pair = beside.isEmpty() || stacked() ? shown : 2 * shown + GAP / 3;
    return Math.max(pair, titles.isEmpty() ? 0 : TITLE_WIDTH) + (beside.isEmpty() ? GAP : 2 * GAP);
  }

  private int cellHeight(int pixels) {
    int shown = DENSITY * pixels;
    return (stacked() ? 2 * shown + GAP / 3 : shown) + GAP + titleHeight();
  }

  /** In one long row the second image stands below the first. */
  private boolean stacked() {
    return !beside.isEmpty() && columns > PAIRS_IN_A_ROW && images.size() > PAIRS_IN_A_ROW;
  }

  private void cell(Graphics2D g, int i, int x, int y, int pixels) {
    if (!titles.isEmpty()) {
      g.setColor(!wrong.isEmpty() && wrong.get(i) ? WRONG : RIGHT);
      String[] lines = titles.get(i).split("\n");
      int width = cellWidth(pixels) - GAP;
      for (int line = 0; line < lines.length; line++) {
        g.drawString(
            fitted(lines[line], g.getFontMetrics(), width), x, y + line * LINE + FONT.getSize());
      }
    }
    int below = y + titleHeight(), next = DENSITY * pixels + GAP / 3;
    picture(g, images.get(i), x, below, pixels);
    if (!beside.isEmpty())
      picture(g, beside.get(i), stacked() ? x : x + next, stacked() ? below + next : below, pixels);
  }

  /** Enlarged by the nearest neighbour: the reader is to see the pixels that the net sees. */
  private static void picture(Graphics2D g, BufferedImage image, int x, int y, int pixels) {
    double scale = (double) DENSITY * pixels / Math.max(image.getWidth(), image.getHeight());
    int width = (int) (scale * image.getWidth()), height = (int) (scale * image.getHeight());
    g.drawImage(image, x, y, width, height, null);
  }

  /** What the colours of the heat maps stand for, from 0 to each map's largest value. */
  private static void scale(Graphics2D g, int x, int y) {
    int bar = 90 * DENSITY, high = 9 * DENSITY, base = y + high - DENSITY / 2;
    g.setColor(RIGHT);
    g.drawString("0", x, base);
    int from = x + 9 * DENSITY;
    for (int i = 0; i < bar; i++) {
      g.setColor(Pixels.hot((float) i / bar));
      g.fillRect(from + i, y, 1, high);
    }
    g.setColor(RIGHT);
    g.drawString("the map's largest value", from + bar + 4 * DENSITY, base);
  }

  /** The caption in lines that are not wider than the grid. */
  private List<String> caption(int width) {
    FontRenderContext context = new FontRenderContext(null, true, true);
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word :
        (what.substring(0, 1).toUpperCase(Locale.ROOT) + what.substring(1)).split(" ")) {
      String longer = line.isEmpty() ? word : line + " " + word;
      boolean full = CAPTION_FONT.getStringBounds(longer, context).getWidth() > width;
      if (full && !line.isEmpty()) lines.add(line.toString());
      line = new StringBuilder(full ? word : longer);
    }
    lines.add(line.toString());
    return lines;
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
