package sevennets.data;

import java.io.IOException;
import java.nio.file.Path;

/**
 * How a camera was held, as its file's orientation tag says (Exif 2.32, section 4.6.4 A): from
 * where the stored rows and columns are to be read so that the picture stands upright.
 *
 * <pre>{@code
 * Orientation held = Orientation.of(Path.of("photo.jpg"));  // Splits of folder:photos follow it where asked: upright
 * }</pre>
 */
public enum Orientation {
  UPRIGHT(false, false, false, "as it is stored"),
  MIRRORED(false, false, true, "mirrored"),
  UPSIDE_DOWN(false, true, true, "turned by 180 degrees"),
  UPSIDE_DOWN_MIRRORED(false, true, false, "turned by 180 degrees and mirrored"),
  TRANSPOSED(true, false, false, "turned by 90 degrees and mirrored"),
  CLOCKWISE(true, true, false, "turned clockwise by 90 degrees"),
  TRANSVERSED(true, true, true, "turned by 270 degrees and mirrored"),
  COUNTERCLOCKWISE(true, false, true, "turned counterclockwise by 90 degrees");

  private static final int TAG = 274;
  private static final Orientation[] BY_NUMBER = values();

  /** Whether a row of the upright picture is a stored column. */
  final boolean transposed;

  /** Whether the stored rows run backwards. */
  final boolean rowsReversed;

  /** Whether the stored columns run backwards. */
  final boolean columnsReversed;

  private final String words;

  Orientation(boolean transposed, boolean rowsReversed, boolean columnsReversed, String words) {
    this.transposed = transposed;
    this.rowsReversed = rowsReversed;
    this.columnsReversed = columnsReversed;
    this.words = words;
  }

  /**
   * What the tag of a JPEG, PNG or WebP file says; {@link #UPRIGHT} where there is none, or none
   * that can be read. The picture is not decoded.
   */
  public static Orientation of(Path file) {
    try {
      return Exif.of(file).map(Orientation::of).orElse(UPRIGHT);
    } catch (IOException unreadable) {
      return UPRIGHT; // whoever decodes it says what is wrong with it
    }
  }

  /** What a directory's tag says. */
  static Orientation of(Ifd directory) {
    return directory.find(TAG).map(Orientation::ofNumber).orElse(UPRIGHT);
  }

  private static Orientation ofNumber(long number) {
    return number < 1 || number > BY_NUMBER.length ? UPRIGHT : BY_NUMBER[(int) number - 1];
  }

  /** What is to be done to a picture so that it stands upright: turned clockwise by 90 degrees. */
  @Override
  public String toString() {
    return words;
  }
}
