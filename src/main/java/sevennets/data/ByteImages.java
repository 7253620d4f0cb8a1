package sevennets.data;

import java.util.Arrays;
import java.util.List;
import sevennets.files.DataException;

/**
 * Images of one size, held in memory as unsigned bytes in C, H, W order, with a border of black
 * pixels around each. A quarter of the memory of floats, and Fashion-MNIST and CIFAR come as bytes.
 */
final class ByteImages implements Dataset {
  /** Byte to pixel value. */
  private static final float[] LEVELS = new float[256];

  static {
    for (int i = 0; i < LEVELS.length; i++) {
      LEVELS[i] = i / 255f;
    }
  }

  private final String name;
  private final List<String> classes;
  private final int channels;
  private final int side;
  private final int border;
  private final byte[] pixels;
  private final byte[] labels;

  /**
   * Square images.
   *
   * @param side the stored height and width
   * @param border the width of the border, on each side
   * @throws DataException if a label is no class
   */
  ByteImages(
      String name,
      List<String> classes,
      int channels,
      int side,
      int border,
      byte[] pixels,
      byte[] labels) {
    this.name = name;
    this.classes = List.copyOf(classes);
    this.channels = channels;
    this.side = side;
    this.border = border;
    this.pixels = pixels;
    this.labels = labels;
    long image = Math.max(1, (long) channels * side * side);
    if (pixels.length % image != 0 || pixels.length / image != labels.length) {
      throw new DataException("%s has %,d labels for %,d images of [%dx%dx%d]"
          .formatted(name, labels.length, pixels.length / image, channels, side, side));
    }
    for (int i = 0; i < labels.length; i++) {
      if ((labels[i] & 0xff) >= classes.size()) {
        throw new DataException("image %d of %s has label %d, the classes go from 0 to %d"
            .formatted(i, name, labels[i] & 0xff, classes.size() - 1));
      }
    }
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public List<String> classes() {
    return classes;
  }

  @Override
  public int channels() {
    return channels;
  }

  @Override
  public int height() {
    return side + 2 * border;
  }

  @Override
  public int width() {
    return side + 2 * border;
  }

  @Override
  public int border() {
    return border;
  }

  @Override
  public int size() {
    return labels.length;
  }

  @Override
  public int label(int index) {
    return labels[index] & 0xff;
  }

  @Override
  public void read(int index, float[] into) {
    int width = width();
    if (border > 0) {
      Arrays.fill(into, 0, channels * width * width, 0);
    }
    int from = index * channels * side * side;
    for (int c = 0; c < channels; c++) {
      for (int y = 0; y < side; y++) {
        int to = (c * width + border + y) * width + border;
        for (int x = 0; x < side; x++) {
          into[to + x] = LEVELS[pixels[from++] & 0xff];
        }
      }
    }
  }
}
