package sevennets.weights;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.nd4j.shade.jackson.core.JsonFactory;
import org.nd4j.shade.jackson.core.JsonGenerator;

/**
 * Writes tensors as a safetensors file of F32, F16 or BF16, one tensor in memory at a time.
 *
 * <pre>{@code
 * SafeTensorsWriter.write(Path.of("mine.safetensors"), StateDict.of(graph, net), Map.of("arch", "resnet20_cifar"));
 * }</pre>
 */
public final class SafeTensorsWriter {

  private static final int CHUNK = 1 << 16; // floats copied at a time

  private SafeTensorsWriter() {}

  /** {@link #write(Path, Tensors, Map, Dtype)} as F32, exactly. */
  public static void write(Path file, Tensors tensors, Map<String, String> metadata)
      throws IOException {
    write(file, tensors, metadata, Dtype.F32);
  }

  /**
   * Writes all tensors of a source. The file appears whole or not at all: it is written beside its
   * place and moved there.
   *
   * @param metadata what the file says of itself, may be empty
   * @param dtype F32, F16 or BF16; the latter two halve the file and round each number to the
   *     nearest they have
   * @throws IllegalArgumentException for any other type
   */
  public static void write(Path file, Tensors tensors, Map<String, String> metadata, Dtype dtype)
      throws IOException {
    if (!dtype.isWritten())
      throw new IllegalArgumentException(
          "tensors are written as F32, F16 or BF16, received " + dtype);
    byte[] header = header(tensors, metadata, dtype);
    Path partial = file.resolveSibling(file.getFileName() + ".partial");
    try {
      try (FileChannel channel = FileChannel.open(
          partial,
          StandardOpenOption.CREATE,
          StandardOpenOption.WRITE,
          StandardOpenOption.TRUNCATE_EXISTING)) {
        ByteBuffer length =
            ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(0, header.length);
        writeFully(channel, length);
        writeFully(channel, ByteBuffer.wrap(header));
        for (String name : tensors.names()) writeFloats(channel, name, tensors, dtype);
        channel.force(true);
      }
      Files.move(
          partial, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (FileSystemException e) {
      throw e;
    } catch (IOException e) {
      // A full disk is told without the file's name.
      throw new FileSystemException(file.toString(), null, e.getMessage());
    } finally {
      Files.deleteIfExists(partial);
    }
  }

  private static byte[] header(Tensors tensors, Map<String, String> metadata, Dtype dtype)
      throws IOException {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      json.writeStartObject();
      if (!metadata.isEmpty()) {
        json.writeObjectFieldStart("__metadata__");
        // In one order, so that the same weights make the same file.
        for (Map.Entry<String, String> entry : new TreeMap<>(metadata).entrySet())
          json.writeStringField(entry.getKey(), entry.getValue());
        json.writeEndObject();
      }
      long offset = 0;
      for (String name : tensors.names()) {
        long[] shape = tensors.shape(name);
        long end = offset + elements(shape) * dtype.bytes;
        json.writeObjectFieldStart(name);
        json.writeStringField("dtype", dtype.name());
        json.writeFieldName("shape");
        json.writeArray(shape, 0, shape.length);
        json.writeFieldName("data_offsets");
        json.writeArray(new long[] {offset, end}, 0, 2);
        json.writeEndObject();
        offset = end;
      }
      json.writeEndObject();
    }
    byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
    byte[] padded =
        Arrays.copyOf(bytes, (bytes.length + 7) / 8 * 8); // so that the data begins aligned
    Arrays.fill(padded, bytes.length, padded.length, (byte) ' ');
    return padded;
  }

  private static void writeFloats(FileChannel channel, String name, Tensors tensors, Dtype dtype)
      throws IOException {
    float[] values = tensors.read(name);
    if (values.length != elements(tensors.shape(name))) {
      throw new IllegalArgumentException("tensor '%s' has %d values, its shape asks for %d"
          .formatted(name, values.length, elements(tensors.shape(name))));
    }
    ByteBuffer chunk =
        ByteBuffer.allocateDirect(CHUNK * dtype.bytes).order(ByteOrder.LITTLE_ENDIAN);
    for (int at = 0; at < values.length; at += CHUNK) {
      int count = Math.min(CHUNK, values.length - at);
      chunk.clear();
      dtype.encode(values, at, count, chunk);
      writeFully(channel, chunk.flip());
    }
  }

  private static void writeFully(FileChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) channel.write(bytes);
  }

  private static long elements(long[] shape) {
    long elements = 1;
    for (long extent : shape) elements = Math.multiplyExact(elements, extent);
    return elements;
  }
}
