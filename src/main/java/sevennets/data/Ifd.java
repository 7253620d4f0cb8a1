package sevennets.data;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The first directory of a TIFF structure: of a TIFF file, or of the Exif data in a file of another
 * format. TIFF 6.0, section 2.
 *
 * @param at where its fields begin in the structure
 * @param fields of 12 bytes each, in the structure's byte order
 */
record Ifd(long at, ByteBuffer fields) {
  static final int SHORT = 3;
  static final int LONG = 4;

  private static final int HEADER = 8;
  private static final int FIELD = 12;
  private static final int MAGIC = 42;

  /**
   * One field.
   *
   * @param at where it lies in the structure: tag, type, number of values, and the values if they
   *     fit into four bytes, else their place
   * @param value what its last four bytes hold
   */
  record Field(long at, int tag, int type, long count, ByteBuffer value) {}

  /** Parts of a structure; fewer bytes where it ends. */
  private interface Bytes {
    ByteBuffer read(long at, int count) throws IOException;
  }

  /** A file's first directory, the rest of it unread; nothing if there is none. */
  static Optional<Ifd> first(RandomAccessFile file) throws IOException {
    return first((at, count) -> {
      byte[] bytes = new byte[(int) Math.max(0, Math.min(count, file.length() - at))];
      file.seek(at);
      file.readFully(bytes);
      return ByteBuffer.wrap(bytes);
    });
  }

  /** A structure's first directory; nothing if there is none. */
  static Optional<Ifd> first(byte[] structure) {
    try {
      return first((at, count) -> {
        int from = (int) Math.min(at, structure.length);
        return ByteBuffer.wrap(structure, from, Math.min(count, structure.length - from))
            .slice();
      });
    } catch (IOException e) {
      throw new IllegalStateException("an array is read without fail", e);
    }
  }

  private static Optional<Ifd> first(Bytes structure) throws IOException {
    ByteBuffer header = structure.read(0, HEADER);
    if (header.limit() < HEADER) {
      return Optional.empty();
    }
    ByteOrder order = header.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
    long at = Integer.toUnsignedLong(header.order(order).getInt(4));
    ByteBuffer count = structure.read(at, 2).order(order);
    if (header.getShort(2) != MAGIC || count.limit() < 2) {
      return Optional.empty();
    }
    ByteBuffer fields =
        structure.read(at + 2, FIELD * (count.getShort(0) & 0xffff)).order(order);
    return Optional.of(new Ifd(at + 2, fields));
  }

  /** Every field that is there as a whole. */
  Stream<Field> all() {
    return IntStream.range(0, fields.limit() / FIELD).mapToObj(i -> {
      int from = FIELD * i;
      return new Field(
          at + from,
          fields.getShort(from) & 0xffff,
          fields.getShort(from + 2) & 0xffff,
          Integer.toUnsignedLong(fields.getInt(from + 4)),
          fields.slice(from + 8, 4).order(fields.order()));
    });
  }

  /** The only value of a field of whole numbers. */
  Optional<Long> find(int tag) {
    return all()
        .filter(field -> field.tag == tag && field.count == 1)
        .filter(field -> field.type == SHORT || field.type == LONG)
        .findFirst()
        .map(field -> field.type == SHORT
            ? field.value.getShort(0) & 0xffffL
            : Integer.toUnsignedLong(field.value.getInt(0)));
  }
}
