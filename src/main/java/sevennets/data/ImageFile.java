package sevennets.data;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.FileImageInputStream;
import javax.imageio.stream.ImageInputStream;

/** Image files (JPEG, PNG, GIF, BMP, TIFF) as numbers. */
public final class ImageFile {
  /**
   * More than cameras take: a header that claims more is a fault or an attack, and decoding it
   * would exhaust memory.
   */
  static final long MAX_PIXELS = 128_000_000;

  private ImageFile() {}

  /**
   * Reads a file as red, green and blue. Grey images give the same plane three times, transparency
   * is ignored, and so are colour profiles and orientation tags, as Pillow's
   * {@code Image.open(file).convert("RGB")} ignores them.
   *
   * @throws DataException if it is no image that can be read, or one of more than 128 million
   *     pixels
   */
  public static Image read(Path file) {
    Image image = new Image();
    read(file, image);
    return image;
  }

  /** Reads a file as {@link #read(Path)} does, into an image that is used again and again. */
  static void read(Path file, Image into) {
    if (!Files.isRegularFile(file)) {
      throw new DataException("there is no image " + file
          + (Files.isSymbolicLink(file) ? ": it is a link that leads nowhere" : ""));
    }
    try (ImageInputStream in = new FileImageInputStream(file.toFile())) {
      Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
      if (!readers.hasNext()) {
        throw new DataException(
            "cannot read " + file + " as an image: it is none of JPEG, PNG, GIF, BMP and TIFF");
      }
      write(decode(file, readers.next(), in), into);
    } catch (IOException
        | IllegalArgumentException
        | IndexOutOfBoundsException
        | NegativeArraySizeException damaged) {
      // The platform's decoders meet damaged files with runtime exceptions too.
      throw new DataException(
          "cannot read " + file + " as an image: " + damaged.getMessage(), damaged);
    }
  }

  private static BufferedImage decode(Path file, ImageReader reader, ImageInputStream in)
      throws IOException {
    AtomicBoolean warned = new AtomicBoolean();
    try {
      reader.addIIOReadWarningListener((source, warning) -> warned.set(true));
      reader.setInput(in, true, true);
      refuseIfHuge(file, reader.getWidth(0), reader.getHeight(0));
      BufferedImage picture = reader.read(0);
      if (warned.get() && !endsAsJpegShould(file)) {
        // The decoder has filled the rest with grey, and only warned.
        throw new DataException(
            "cannot read " + file + " as an image: it is truncated, its data ends early");
      }
      return picture;
    } finally {
      reader.dispose();
    }
  }

  private static void refuseIfHuge(Path file, int width, int height) {
    if ((long) width * height > MAX_PIXELS) {
      throw new DataException(
          "cannot read %s as an image: it claims %,d x %,d pixels, above %,d it is refused undecoded"
              .formatted(file, width, height, MAX_PIXELS));
    }
  }

  /**
   * Whether the last bytes, but for zeros, are JPEG's end marker: cameras leave harmless faults in
   * whole files.
   */
  private static boolean endsAsJpegShould(Path file) throws IOException {
    try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
      byte[] tail = new byte[(int) Math.min(4096, in.length())];
      in.seek(in.length() - tail.length);
      in.readFully(tail);
      int end = tail.length;
      while (end > 0 && tail[end - 1] == 0) {
        end--;
      }
      return end >= 2 && (tail[end - 2] & 0xff) == 0xff && (tail[end - 1] & 0xff) == 0xd9;
    }
  }

  /** A picture's red, green and blue, {@code 3 x H x W} in [0, 1]. */
  public static Image of(BufferedImage picture) {
    Image image = new Image();
    write(picture, image);
    return image;
  }

  private static void write(BufferedImage picture, Image into) {
    float[] pixels = into.reshape(3, picture.getHeight(), picture.getWidth());
    for (int y = 0; y < picture.getHeight(); y++) {
      if (picture.getColorModel() instanceof IndexColorModel) {
        palette(picture, y, pixels);
      } else if (picture.getColorModel().getColorSpace().getType() == ColorSpace.TYPE_CMYK) {
        inks(picture.getRaster(), y, pixels);
      } else {
        samples(picture.getRaster(), picture.getColorModel().getComponentSize(0), y, pixels);
      }
    }
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

  /**
   * Cyan, magenta, yellow and black, each taking light away, as Pillow computes it. ImageNet has
   * such photographs.
   */
  private static void inks(Raster raster, int y, float[] pixels) {
    int width = raster.getWidth();
    int plane = raster.getHeight() * width;
    int[] row = raster.getPixels(raster.getMinX(), raster.getMinY() + y, width, 1, (int[]) null);
    for (int c = 0; c < 3; c++) {
      for (int x = 0; x < width; x++) {
        pixels[c * plane + y * width + x] =
            (255 - row[4 * x + c]) * (255 - row[4 * x + 3]) / (255f * 255f);
      }
    }
  }

  /**
   * The stored numbers themselves: Java's own conversion of greys and of profiles would change
   * them.
   */
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
