package sevennets.plot;

import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * A drawing in its own 64 most frequent colours: less than a third of the bytes, and no difference
 * to the eye, as all but a handful of its colours are the edges of letters and lines. A colour
 * scale has more that count, so a drawing with one keeps as many as a palette holds. Not for
 * photographs.
 */
final class Palette {
  private static final int COLOURS = 64;
  private static final int MOST = 256; // that a palette can hold

  private Palette() {}

  static BufferedImage reduce(BufferedImage drawing) {
    return reduce(drawing, COLOURS);
  }

  static BufferedImage reduceWithScale(BufferedImage drawing) {
    return reduce(drawing, MOST);
  }

  private static BufferedImage reduce(BufferedImage drawing, int colours) {
    int[] pixels = pixels(drawing);
    return inColours(mostFrequent(pixels, colours), pixels, drawing);
  }

  /** The picture by a palette if it has at most 256 colours, all grey for instance; else itself. */
  static BufferedImage exact(BufferedImage picture) {
    int[] pixels = pixels(picture);
    int[] palette = IntStream.of(pixels).sorted().distinct().toArray();
    return palette.length > MOST ? picture : inColours(palette, pixels, picture);
  }

  private static int[] pixels(BufferedImage picture) {
    int width = picture.getWidth();
    return picture.getRGB(0, 0, width, picture.getHeight(), null, 0, width);
  }

  private static BufferedImage inColours(int[] palette, int[] pixels, BufferedImage drawing) {
    int width = drawing.getWidth();
    int height = drawing.getHeight();
    BufferedImage reduced = new BufferedImage(
        width,
        height,
        BufferedImage.TYPE_BYTE_INDEXED,
        new IndexColorModel(8, palette.length, palette, 0, false, -1, DataBuffer.TYPE_BYTE));
    Map<Integer, Integer> nearest = new HashMap<>();
    int[] indices = new int[pixels.length];
    for (int i = 0; i < pixels.length; i++) {
      indices[i] = nearest.computeIfAbsent(pixels[i], colour -> nearest(colour, palette));
    }
    reduced.getRaster().setPixels(0, 0, width, height, indices);
    return reduced;
  }

  private static int[] mostFrequent(int[] pixels, int most) {
    Map<Integer, Integer> counts = new HashMap<>();
    for (int pixel : pixels) {
      counts.merge(pixel, 1, Integer::sum);
    }
    List<Integer> colours = counts.keySet().stream()
        .sorted(Comparator.comparing((Integer c) -> -counts.get(c)).thenComparing(c -> c))
        .toList();
    return colours.stream().limit(most).mapToInt(Integer::intValue).toArray();
  }

  private static int nearest(int colour, int[] palette) {
    int best = 0;
    int least = Integer.MAX_VALUE;
    for (int i = 0; i < palette.length; i++) {
      int distance = squared(colour >> 16, palette[i] >> 16)
          + squared(colour >> 8, palette[i] >> 8)
          + squared(colour, palette[i]);
      if (distance < least) {
        least = distance;
        best = i;
      }
    }
    return best;
  }

  private static int squared(int a, int b) {
    int difference = (a & 0xFF) - (b & 0xFF);
    return difference * difference;
  }
}
