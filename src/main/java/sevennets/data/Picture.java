package sevennets.data;

import java.awt.image.Raster;

/**
 * A decoded image, whose rows become red, green and blue only when they are asked for: as stored it
 * takes a quarter of the memory that its numbers would.
 */
final class Picture {

  /** What the bands of one row mean. */
  interface Colours {
    /**
     * Turns {@code count} pixels into red, green and blue in [0, 1].
     *
     * @param row the bands of each pixel beside one another
     * @param into where the red ones go from {@code at} on, the green ones {@code plane} further,
     *     and the blue ones as far again
     */
    void toRgb(int[] row, int bands, int count, float[] into, int at, int plane);
  }

  private final Raster raster;
  private final Colours colours;
  private final Orientation orientation;
  private int[] row = {};

  Picture(Raster raster, Colours colours) {
    this(raster, colours, Orientation.UPRIGHT);
  }

  private Picture(Raster raster, Colours colours, Orientation orientation) {
    this.raster = raster;
    this.colours = colours;
    this.orientation = orientation;
  }

  /** The same picture, read so that it stands upright. */
  Picture turned(Orientation orientation) {
    return new Picture(raster, colours, orientation);
  }

  /** The same picture for another reader: what a reading writes on is its own. */
  Picture again() {
    return turned(orientation);
  }

  int height() {
    return orientation.transposed ? raster.getWidth() : raster.getHeight();
  }

  int width() {
    return orientation.transposed ? raster.getHeight() : raster.getWidth();
  }

  /** Writes {@code count} pixels of row {@code y}, from column {@code left} on; planes as above. */
  void read(int y, int left, int count, float[] into, int at, int plane) {
    int bands = raster.getNumBands();
    if (row.length < count * bands) {
      row = new int[count * bands];
    }
    boolean acrossReversed =
        orientation.transposed ? orientation.rowsReversed : orientation.columnsReversed;
    boolean downReversed =
        orientation.transposed ? orientation.columnsReversed : orientation.rowsReversed;
    int across = acrossReversed ? width() - left - count : left;
    int down = downReversed ? height() - 1 - y : y;
    if (orientation.transposed) {
      raster.getPixels(raster.getMinX() + down, raster.getMinY() + across, 1, count, row);
    } else {
      raster.getPixels(raster.getMinX() + across, raster.getMinY() + down, count, 1, row);
    }
    if (acrossReversed) {
      reverse(bands, count);
    }
    colours.toRgb(row, bands, count, into, at, plane);
  }

  private void reverse(int bands, int count) {
    for (int left = 0, right = count - 1; left < right; left++, right--) {
      for (int b = 0; b < bands; b++) {
        int value = row[left * bands + b];
        row[left * bands + b] = row[right * bands + b];
        row[right * bands + b] = value;
      }
    }
  }
}
