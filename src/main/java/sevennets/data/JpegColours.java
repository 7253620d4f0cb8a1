package sevennets.data;

/** What the components of a JPEG mean (JFIF 1.02, and Adobe's technical note 5116 for inks). */
final class JpegColours {
  private static final int BITS = 16;
  private static final int HALF = 1 << BITS - 1;
  private static final int RED_OF_CR = fixed(1.40200);
  private static final int BLUE_OF_CB = fixed(1.77200);
  private static final int GREEN_OF_CR = fixed(0.71414);
  private static final int GREEN_OF_CB = fixed(0.34414);

  private JpegColours() {}

  static Picture.Colours of(JpegHeader header) {
    return switch (header.components()) {
      case 1, 2 -> PixelColours.greys(8);
      case 3 -> header.luminance() ? JpegColours::luminance : JpegColours::redGreenBlue;
      default -> inks(header.luminance());
    };
  }

  private static void redGreenBlue(
      int[] row, int bands, int count, float[] into, int at, int plane) {
    for (int c = 0; c < 3; c++) {
      for (int x = 0; x < count; x++) {
        into[at + c * plane + x] = row[x * bands + c] / 255f;
      }
    }
  }

  /** Rounded to bytes, as libjpeg's integers do it (jdcolor.c). */
  private static void luminance(int[] row, int bands, int count, float[] into, int at, int plane) {
    for (int x = 0; x < count; x++) {
      convert(row, x * bands);
    }
    redGreenBlue(row, bands, count, into, at, plane);
  }

  private static void convert(int[] row, int at) {
    int y = row[at];
    int cb = row[at + 1] - 128;
    int cr = row[at + 2] - 128;
    row[at] = limit(y + (RED_OF_CR * cr + HALF >> BITS));
    row[at + 1] = limit(y + (-GREEN_OF_CB * cb - GREEN_OF_CR * cr + HALF >> BITS));
    row[at + 2] = limit(y + (BLUE_OF_CB * cb + HALF >> BITS));
  }

  /**
   * Adobe stores inks inverted, so that 255 is none of it; Pillow takes every JPEG of four
   * components so. With luminance, the first three are that of the inverted inks' complement.
   */
  private static Picture.Colours inks(boolean luminance) {
    return (row, bands, count, into, at, plane) -> {
      for (int x = 0; x < count; x++) {
        int pixel = x * bands;
        if (luminance) {
          convert(row, pixel);
        }
        for (int c = 0; c < 3; c++) {
          int light = luminance ? 255 - row[pixel + c] : row[pixel + c];
          into[at + c * plane + x] = light * row[pixel + 3] / (255f * 255f);
        }
      }
    };
  }

  private static int limit(int value) {
    return Math.max(0, Math.min(255, value));
  }

  private static int fixed(double factor) {
    return (int) (factor * (1 << BITS) + 0.5);
  }
}
