package sevennets.data;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.SampleModel;
import sevennets.files.DataException;

/**
 * What the numbers of a decoded image mean, as Pillow's {@code convert("RGB")} takes them: colour
 * profiles and transparency are ignored.
 */
final class PixelColours {
  static final String FLOATING_POINT =
      "its samples are floating-point numbers, and no header says which is white; save it with 8 or 16 bits a sample";

  private PixelColours() {}

  /**
   * The meaning of a picture's bands.
   *
   * @throws DataException if they are no whole numbers of 1 to 16 bits, or no greys and colours
   */
  static Picture.Colours of(BufferedImage picture) {
    ColorModel model = picture.getColorModel();
    if (model instanceof IndexColorModel palette) {
      return palette(palette);
    }
    SampleModel samples = picture.getSampleModel();
    requireWholeNumbers(samples);
    int colours = model.getColorSpace().getType();
    int bands = samples.getNumBands();
    return switch (colours) {
      case ColorSpace.TYPE_CMYK -> inks(samples.getSampleSize(0));
      case ColorSpace.TYPE_GRAY -> greys(samples.getSampleSize(0));
      case ColorSpace.TYPE_RGB -> redGreenBlue(samples.getSampleSize());
      default -> {
        if (bands > 2) {
          throw new DataException(
              "its %d bands are neither greys, red, green and blue, nor inks".formatted(bands));
        }
        yield greys(samples.getSampleSize(0));
      }
    };
  }

  private static void requireWholeNumbers(SampleModel samples) {
    int type = samples.getDataType();
    if (type == DataBuffer.TYPE_FLOAT || type == DataBuffer.TYPE_DOUBLE) {
      throw new DataException(FLOATING_POINT);
    }
    for (int bits : samples.getSampleSize()) {
      if (bits < 1 || bits > 16 || type == DataBuffer.TYPE_SHORT) {
        throw new DataException(
            "its samples have %d bits%s; images of 1 to 16 unsigned bits are read, so save it with 8 or 16"
                .formatted(bits, type == DataBuffer.TYPE_SHORT ? " and a sign" : ""));
      }
    }
  }

  private static Picture.Colours palette(IndexColorModel palette) {
    int[] colours = new int[palette.getMapSize()];
    palette.getRGBs(colours);
    return (row, bands, count, into, at, plane) -> {
      for (int x = 0; x < count; x++) {
        // Pillow's palettes have 256 entries; those that a file does not give are black.
        int colour = row[x] < colours.length ? colours[row[x]] : 0;
        for (int c = 0; c < 3; c++) {
          into[at + c * plane + x] = (colour >> 16 - 8 * c & 0xff) / 255f;
        }
      }
    };
  }

  /** The first band three times; a second one is transparency. */
  static Picture.Colours greys(int bits) {
    float most = (1 << bits) - 1;
    return (row, bands, count, into, at, plane) -> {
      for (int x = 0; x < count; x++) {
        float value = row[x * bands] / most;
        into[at + x] = value;
        into[at + plane + x] = value;
        into[at + 2 * plane + x] = value;
      }
    };
  }

  /** Each band has bits of its own: pictures of 16 bits a pixel give 5, 6 and 5. */
  private static Picture.Colours redGreenBlue(int[] bits) {
    return (row, bands, count, into, at, plane) -> {
      for (int c = 0; c < 3; c++) {
        float most = (1 << bits[c]) - 1;
        for (int x = 0; x < count; x++) {
          into[at + c * plane + x] = row[x * bands + c] / most;
        }
      }
    };
  }

  /**
   * Cyan, magenta, yellow and black, each taking light away, as Pillow computes it. ImageNet has
   * such photographs.
   */
  static Picture.Colours inks(int bits) {
    float most = (1 << bits) - 1;
    return (row, bands, count, into, at, plane) -> {
      for (int x = 0; x < count; x++) {
        float black = most - row[x * bands + 3];
        for (int c = 0; c < 3; c++) {
          into[at + c * plane + x] = (most - row[x * bands + c]) * black / (most * most);
        }
      }
    };
  }
}
