package sevennets.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * Files that are read whole, as long as Java's memory has the room.
 *
 * <pre>{@code
 * byte[] image = Bytes.of(Path.of("photo.jpg"));
 * }</pre>
 */
public final class Bytes {
  /** The share of Java's memory that one file may take. */
  private static final int SHARE = 4;

  private Bytes() {}

  /**
   * A file's bytes.
   *
   * @throws IOException if it cannot be read, or takes more than a quarter of Java's memory; the
   *     message goes on from "cannot read FILE: "
   */
  public static byte[] of(Path file) throws IOException {
    requireOrdinary(file);
    requireRoom(Files.size(file));
    return Files.readAllBytes(file);
  }

  /**
   * A text file in UTF-8.
   *
   * @throws java.nio.charset.CharacterCodingException if it is something else
   * @throws IOException as {@link #of}
   */
  public static String text(Path file) throws IOException {
    return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(of(file))).toString();
  }

  /**
   * Whoever opens a named pipe waits until somebody writes into it, perhaps for ever.
   *
   * @throws NoSuchFileException if nothing is there
   * @throws IOException if it is a folder, a pipe or a device
   */
  public static void requireOrdinary(Path file) throws IOException {
    if (!Files.exists(file)) throw new NoSuchFileException(file.toString());
    if (!Files.isRegularFile(file))
      throw new IOException("it is no ordinary file but a folder, a pipe or a device");
  }

  /** @throws IOException if so many bytes are more than a quarter of Java's memory */
  public static void requireRoom(long bytes) throws IOException {
    long most = Math.min(Runtime.getRuntime().maxMemory() / SHARE, Integer.MAX_VALUE - 8);
    if (bytes > most)
      throw new IOException(
          "its %,d MB are more than a quarter of Java's memory; give Java %,d MB (-Xmx%<dm)"
              .formatted(bytes >> 20, (bytes * SHARE >> 20) + 1));
  }
}
