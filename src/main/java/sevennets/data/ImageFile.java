package sevennets.data;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/** Image files (JPEG, PNG, GIF, BMP, TIFF) as numbers. */
public final class ImageFile {
  private ImageFile() {}

  /**
   * Reads a file as red, green and blue. Grey images give the same plane three times, transparency is ignored, and so are
   * colour profiles and orientation tags, as Pillow's {@code Image.open(file).convert("RGB")} ignores them.
   *
   * @throws DataException if it is no image that can be read
   * @throws IOException              if the file can't be read
   */
  public static Image read(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new DataException("there is no image " + file);
    }
    BufferedImage picture;
    try {
      picture = ImageIO.read(file.toFile());
    } catch (IOException | RuntimeException damaged) {
      throw new DataException("cannot read " + file + " as an image: " + damaged.getMessage(), damaged);
    }
    if (picture == null) {
      throw new DataException("cannot read " + file + " as an image: JPEG, PNG, GIF, BMP and TIFF are read");
    }
    return of(picture);
  }

  /** A picture's red, green and blue, {@code 3 x H x W} in [0, 1]. */
  public static Image of(BufferedImage picture) {
    int height = picture.getHeight();
    int width = picture.getWidth();
    float[] pixels = new float[3 * height * width];
    for (int y = 0; y < height; y++) {
      if (picture.getColorModel() instanceof IndexColorModel) {
        palette(picture, y, pixels);
      } else {
        samples(picture.getRaster(), picture.getColorModel().getComponentSize(0), y, pixels);
      }
    }
    return new Image(3, height, width, pixels);
  }

  private static void palette(BufferedImage picture, int y, float[] pixels) {
    int width = picture.getWidth();
    int plane = picture.getHeight() * width;
    int[] row = picture.getRGB(0, y, width, 1, null, 0, width);
    for (int c = 0; c < 3; c++) {
      for (int x = 0; x < width; x++) {
        pixels[c * plane + y * width + x] = (row[x] >> 16 - 8 * c & 0xff) / 255f;
      }
    }
  }

  /** The stored numbers themselves: Java's own conversion of greys and of profiles would change them. */
  private static void samples(Raster raster, int bits, int y, float[] pixels) {
    int width = raster.getWidth();
    int plane = raster.getHeight() * width;
    float most = (1 << bits) - 1;
    int[] row = new int[width];
    for (int c = 0; c < 3; c++) {
      int band = raster.getNumBands() < 3 ? 0 : c;
      raster.getSamples(raster.getMinX(), raster.getMinY() + y, width, 1, band, row);
      for (int x = 0; x < width; x++) {
        pixels[c * plane + y * width + x] = row[x] / most;
      }
    }
  }
}
