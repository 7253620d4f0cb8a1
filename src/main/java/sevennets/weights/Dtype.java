package sevennets.weights;

import java.nio.ByteBuffer;

/**
 * The element types of a safetensors file. All have a known size; only those for which
 * {@link #isFloat()} holds are read, and of these all but F64 are written.
 *
 * <pre>{@code
 * SafeTensorsWriter.write(folder.resolve("half.safetensors"), checkpoint, Map.of(), Dtype.F16);
 * }</pre>
 */
public enum Dtype {
  BOOL(1),
  U8(1),
  I8(1),
  F8_E5M2(1),
  F8_E4M3(1),
  U16(2),
  I16(2),
  F16(2),
  BF16(2),
  U32(4),
  I32(4),
  F32(4),
  U64(8),
  I64(8),
  F64(8);

  /** Bytes in an element. */
  final int bytes;

  Dtype(int bytes) {
    this.bytes = bytes;
  }

  /** Whether it is F64, F32, F16 or BF16. */
  public boolean isFloat() {
    return this == F64 || isWritten();
  }

  /** Whether it is F32, F16 or BF16. */
  boolean isWritten() {
    return this == F32 || this == F16 || this == BF16;
  }

  /**
   * Decodes the next {@code count} elements of a little-endian buffer into {@code to} from index
   * {@code at} on. F64 is rounded to the nearest float, the others are exact.
   */
  void decode(ByteBuffer from, float[] to, int at, int count) {
    switch (this) {
      case F32 -> from.asFloatBuffer().get(to, at, count);
      case F64 -> {
        for (int i = 0; i < count; i++) to[at + i] = (float) from.getDouble();
      }
      case F16 -> {
        for (int i = 0; i < count; i++) to[at + i] = halfToFloat(from.getShort());
      }
      case BF16 -> {
        for (int i = 0; i < count; i++) to[at + i] = Float.intBitsToFloat(from.getShort() << 16);
      }
      default ->
        throw new IllegalArgumentException(
            "cannot decode " + this + " as floats: F64, F32, F16 and BF16 are read");
    }
  }

  /**
   * Encodes {@code count} floats from index {@code at} on into a little-endian buffer, each rounded
   * to the nearest that the type has.
   */
  void encode(float[] from, int at, int count, ByteBuffer to) {
    for (int i = at; i < at + count; i++) {
      switch (this) {
        case F32 -> to.putFloat(from[i]);
        case F16 -> to.putShort(floatToHalf(from[i]));
        case BF16 -> to.putShort(floatToBrain(from[i]));
        default ->
          throw new IllegalArgumentException(
              "cannot write floats as " + this + ": F32, F16 and BF16 are written");
      }
    }
  }

  /** binary32 to IEEE 754 binary16, ties to even: from 65,520 on to infinity. */
  static short floatToHalf(float value) {
    int sign = Float.floatToRawIntBits(value) >>> 16 & 0x8000;
    float magnitude = Math.abs(value);
    if (Float.isNaN(value)) return (short) (sign | 0x7e00);
    if (magnitude >= 65_520) return (short) (sign | 0x7c00);
    if (magnitude < 0x1p-14f)
      return (short) (sign | (int) Math.rint(magnitude * 0x1p24)); // zero and subnormals
    int bits = Float.floatToRawIntBits(magnitude);
    return (short) (sign | (bits - (127 - 15 << 23) + 0xfff + (bits >>> 13 & 1) >>> 13));
  }

  /** binary32 to bfloat16, its upper half, ties to even. */
  static short floatToBrain(float value) {
    int bits = Float.floatToRawIntBits(value);
    if (Float.isNaN(value)) return (short) (bits >>> 16 | 0x40);
    return (short) (bits + 0x7fff + (bits >>> 16 & 1) >>> 16);
  }

  /**
   * IEEE 754 binary16 to binary32, exactly: 1 sign bit, 5 of exponent (bias 15), 10 of fraction.
   */
  static float halfToFloat(short half) {
    int exponent = half >> 10 & 0x1f;
    int fraction = half & 0x3ff;
    float magnitude;
    if (exponent == 0) magnitude = fraction * 0x1p-24f; // zero and subnormals
    else if (exponent == 31) magnitude = Float.intBitsToFloat(0x7f800000 | fraction << 13);
    else magnitude = Float.intBitsToFloat(exponent + 127 - 15 << 23 | fraction << 13);
    return half < 0 ? -magnitude : magnitude;
  }
}
