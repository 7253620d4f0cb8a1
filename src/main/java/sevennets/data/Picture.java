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
  private int[] row = {};

  Picture(Raster raster, Colours colours) {
    this.raster = raster;
    this.colours = colours;
  }

  int height() {
    return raster.getHeight();
  }

  int width() {
    return raster.getWidth();
  }

  /** Writes {@code count} pixels of row {@code y}, from column {@code left} on; planes as above. */
  void read(int y, int left, int count, float[] into, int at, int plane) {
    int bands = raster.getNumBands();
    if (row.length < count * bands) {
      row = new int[count * bands];
    }
    raster.getPixels(raster.getMinX() + left, raster.getMinY() + y, count, 1, row);
    colours.toRgb(row, bands, count, into, at, plane);
  }
}
