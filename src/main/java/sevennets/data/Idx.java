package sevennets.data;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import sevennets.files.Bytes;
import sevennets.files.DataException;

/**
 * An array of unsigned bytes in the IDX format of LeCun's MNIST files: two zero bytes, the type,
 * the number of dimensions, each dimension as a big-endian int, then the values in row-major order.
 *
 * @param dimensions the lengths, outermost first
 * @param values the unsigned bytes
 */
record Idx(int[] dimensions, byte[] values) {
  private static final int UNSIGNED_BYTE = 0x08;

  /**
   * Reads a gzip-compressed IDX file.
   *
   * @param file its name, for messages
   * @param rank the number of dimensions that it must have
   */
  static Idx gunzip(byte[] compressed, String file, int rank) {
    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(compressed), 1 << 16)) {
      return read(new DataInputStream(in), file, rank);
    } catch (IOException e) {
      throw new DataException("%s is not a whole gzip file: %s".formatted(file, e.getMessage()), e);
    }
  }

  /** Reads an IDX file, compressed or not. */
  static Idx read(byte[] bytes, String file, int rank) {
    boolean gzip = bytes.length > 1 && bytes[0] == 0x1f && (bytes[1] & 0xff) == 0x8b;
    if (gzip) {
      return gunzip(bytes, file, rank);
    }
    try {
      return read(new DataInputStream(new ByteArrayInputStream(bytes)), file, rank);
    } catch (IOException e) {
      throw new DataException("%s ends inside its header".formatted(file), e);
    }
  }

  private static Idx read(DataInputStream in, String file, int rank) throws IOException {
    int magic = in.readInt();
    if (magic >>> 16 != 0) {
      throw new DataException(
          "%s is not an IDX file: it should begin with two zero bytes, found %08x"
              .formatted(file, magic));
    }
    int type = magic >> 8 & 0xff;
    if (type != UNSIGNED_BYTE) {
      throw new DataException("%s should hold unsigned bytes (IDX type 0x08), it holds %s (0x%02x)"
          .formatted(file, typeName(type), type));
    }
    if ((magic & 0xff) != rank) {
      throw new DataException(
          "%s should have %d dimensions, it has %d".formatted(file, rank, magic & 0xff));
    }
    int[] dimensions = new int[rank];
    for (int i = 0; i < rank; i++) {
      dimensions[i] = in.readInt();
      if (dimensions[i] < 0) {
        throw new DataException(
            "%s claims a dimension of %,d".formatted(file, Integer.toUnsignedLong(dimensions[i])));
      }
    }
    return new Idx(dimensions, values(in, file, dimensions));
  }

  private static byte[] values(InputStream in, String file, int[] dimensions) throws IOException {
    long length = length(file, dimensions);
    // A compressed file of a megabyte can hold a thousand.
    try {
      Bytes.requireRoom(length);
    } catch (IOException e) {
      throw new DataException("cannot read %s: %s".formatted(file, e.getMessage()), e);
    }
    byte[] values = in.readNBytes((int) length);
    if (values.length < length) {
      throw new DataException("%s should hold %s = %,d values, it ends after %,d"
          .formatted(file, Arrays.toString(dimensions), length, values.length));
    }
    return values;
  }

  private static long length(String file, int[] dimensions) {
    try {
      long length = 1;
      for (int each : dimensions) {
        length = Math.multiplyExact(length, each);
      }
      if (length <= Integer.MAX_VALUE - 8) {
        return length;
      }
    } catch (ArithmeticException tooMany) {
      // said below
    }
    throw new DataException(
        "%s claims %s values, more than 2^31".formatted(file, Arrays.toString(dimensions)));
  }

  private static String typeName(int type) {
    return switch (type) {
      case 0x09 -> "signed bytes";
      case 0x0b -> "16-bit integers";
      case 0x0c -> "32-bit integers";
      case 0x0d -> "32-bit floats";
      case 0x0e -> "64-bit floats";
      default -> "no type that IDX knows";
    };
  }
}
