package sevennets.data;

import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/** Where a camera's notes lie in JPEG, PNG and WebP files. */
final class Exif {
  private static final byte[] HEAD = "Exif\0\0".getBytes(StandardCharsets.ISO_8859_1);
  private static final int SOS = 0xda;
  private static final int APP1 = 0xe1;
  private static final int PNG_HEADER = 8;
  private static final int RIFF_HEADER = 12;

  /** Exif data are below 64 KB in JPEG files, and hardly longer elsewhere. */
  private static final int MOST = 1 << 20;

  private Exif() {}

  /** The notes' first directory; nothing if there is none. The picture is not read. */
  static Optional<Ifd> of(Path file) throws IOException {
    Optional<ImageFormat> format = ImageFile.format(file);
    if (format.isEmpty()) {
      return Optional.empty();
    }
    try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
      return switch (format.get()) {
        case JPEG -> inJpeg(in).flatMap(Exif::directory);
        case PNG -> inChunks(in, PNG_HEADER, "eXIf", true).flatMap(Exif::directory);
        case WEBP -> inChunks(in, RIFF_HEADER, "EXIF", false).flatMap(Exif::directory);
        default -> Optional.empty();
      };
    } catch (EOFException truncated) {
      return Optional.empty();
    }
  }

  private static Optional<byte[]> inJpeg(RandomAccessFile in) throws IOException {
    in.seek(2);
    while (true) {
      int marker = in.read();
      while (marker == 0xff) {
        marker = in.read();
      }
      if (marker < 0xc0 || marker == SOS) {
        return Optional.empty();
      }
      int length = Math.max(0, in.readUnsignedShort() - 2);
      if (marker == APP1) {
        byte[] segment = bytes(in, length);
        if (begins(segment)) {
          return Optional.of(segment);
        }
      } else {
        in.seek(in.getFilePointer() + length);
      }
    }
  }

  /** PNG tells a chunk's length before its name, and WebP the other way round. */
  private static Optional<byte[]> inChunks(RandomAccessFile in, int from, String name, boolean png)
      throws IOException {
    long at = from;
    while (at + 8 <= in.length()) {
      in.seek(at);
      int first = in.readInt();
      int second = in.readInt();
      byte[] called = ByteBuffer.allocate(4).putInt(png ? second : first).array();
      long length = Integer.toUnsignedLong(png ? first : Integer.reverseBytes(second));
      if (new String(called, StandardCharsets.ISO_8859_1).equals(name)) {
        return Optional.of(bytes(in, length));
      }
      at += 8 + length + (png ? 4 : length & 1);
    }
    return Optional.empty();
  }

  private static byte[] bytes(RandomAccessFile in, long length) throws IOException {
    if (length > MOST) {
      throw new EOFException();
    }
    byte[] bytes = new byte[(int) length];
    in.readFully(bytes);
    return bytes;
  }

  private static boolean begins(byte[] notes) {
    return notes.length >= HEAD.length
        && Arrays.equals(notes, 0, HEAD.length, HEAD, 0, HEAD.length);
  }

  private static Optional<Ifd> directory(byte[] notes) {
    return Ifd.first(begins(notes) ? Arrays.copyOfRange(notes, HEAD.length, notes.length) : notes);
  }
}
