package sevennets.data;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import sevennets.files.Bytes;

/**
 * What the platform's decoder leaves undone of TIFF files.
 *
 * <p>Some write numbers of 16 bits with 32, as the specification does not allow and libtiff, and so
 * Pillow, reads. The decoder drops such a field and takes its default: one bit a sample in the
 * place of eight, without a word.
 */
final class TiffFile {
  /**
   * Fields of 16 bits that decide on the pixels: bits per sample, compression, photometric
   * interpretation, fill order, samples per pixel, planar configuration, predictor, extra samples,
   * sample format.
   */
  private static final Set<Integer> SHORTS = Set.of(258, 259, 262, 266, 277, 284, 317, 338, 339);

  private TiffFile() {}

  /** Which way up it is: Pillow turns TIFF files, and no others. */
  static Orientation orientation(Path file) throws IOException {
    try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
      return Ifd.first(in).map(Orientation::of).orElse(Orientation.UPRIGHT);
    }
  }

  /** The file with its fields as they should be; nothing if they are. */
  static Optional<byte[]> mended(Path file) throws IOException {
    try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
      Optional<Ifd> directory = Ifd.first(in);
      Set<Integer> left = new HashSet<>(SHORTS); // each of them once, however often it is there
      List<Ifd.Field> wide = directory.stream()
          .flatMap(Ifd::all)
          .filter(field -> field.type() == Ifd.LONG && left.remove(field.tag()))
          .toList();
      if (wide.isEmpty()) {
        return Optional.empty();
      }
      ByteOrder order = directory.get().fields().order();
      ByteBuffer bytes = ByteBuffer.wrap(Bytes.of(file)).order(order);
      wide.forEach(field -> narrow(bytes, field));
      return Optional.of(bytes.array());
    }
  }

  private static void narrow(ByteBuffer bytes, Ifd.Field field) {
    int at = (int) field.at();
    long from =
        field.count() == 1 ? at + 8 : Integer.toUnsignedLong(field.value().getInt(0));
    if (from + 4 * field.count() > bytes.limit()) {
      return; // damaged: the decoder says so
    }
    short[] values = new short[(int) field.count()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (short) bytes.getInt((int) from + 4 * i);
    }
    int to = values.length <= 2 ? at + 8 : (int) from;
    for (int i = 0; i < values.length; i++) {
      bytes.putShort(to + 2 * i, values[i]);
    }
    bytes.putShort(at + 2, (short) Ifd.SHORT);
  }
}
