package sevennets.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** Files of little-endian float32 numbers and nothing else: how contenders exchange arrays. */
final class Floats {
  private Floats() {}

  /** Writes the arrays one after the other. */
  static void write(Path file, Iterable<float[]> arrays) throws IOException {
    try (FileChannel channel = FileChannel.open(
        file,
        StandardOpenOption.CREATE,
        StandardOpenOption.TRUNCATE_EXISTING,
        StandardOpenOption.WRITE)) {
      for (float[] array : arrays) {
        ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(array.length, Float.BYTES))
            .order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(array);
        while (bytes.hasRemaining()) channel.write(bytes);
      }
    }
  }

  static void write(Path file, float[] array) throws IOException {
    write(file, List.of(array));
  }

  static float[] read(Path file) throws IOException {
    float[] array = new float[Math.toIntExact(Files.size(file) / Float.BYTES)];
    ByteBuffer.wrap(Files.readAllBytes(file))
        .order(ByteOrder.LITTLE_ENDIAN)
        .asFloatBuffer()
        .get(array);
    return array;
  }
}
