package sevennets.weights;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Safetensors files built by hand, byte for byte, for the tests of the reader. */
final class SafeTensorsBytes {

  private SafeTensorsBytes() {}

  /** A file of this header, with its true length before it, and this data after it. */
  static byte[] file(String header, byte... data) {
    return file(header.getBytes(StandardCharsets.UTF_8).length, header, data);
  }

  /** A file that claims a header of {@code length} bytes. */
  static byte[] file(long length, String header, byte... data) {
    byte[] json = header.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(8 + json.length + data.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(length)
        .put(json)
        .put(data)
        .array();
  }

  /** Little-endian floats. */
  static byte[] floats(float... values) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    for (float value : values) bytes.putFloat(value);
    return bytes.array();
  }

  /** Little-endian 16-bit patterns. */
  static byte[] shorts(int... values) {
    ByteBuffer bytes = ByteBuffer.allocate(2 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    for (int value : values) bytes.putShort((short) value);
    return bytes.array();
  }

  /** A header's line for one tensor. */
  static String tensor(String name, String dtype, String shape, long begin, long end) {
    return "\"%s\":{\"dtype\":\"%s\",\"shape\":%s,\"data_offsets\":[%d,%d]}"
        .formatted(name, dtype, shape, begin, end);
  }
}
