package sevennets.weights;

import java.nio.ByteBuffer;

/** The element types of a safetensors file. All have a known size; only those for which {@link #isFloat()} holds are read. */
enum Dtype {
  BOOL(1), U8(1), I8(1), F8_E5M2(1), F8_E4M3(1),
  U16(2), I16(2), F16(2), BF16(2),
  U32(4), I32(4), F32(4),
  U64(8), I64(8), F64(8);

  /** Bytes in an element. */
  final int bytes;

  Dtype(int bytes) {
    this.bytes = bytes;
  }

  boolean isFloat() {
    return this == F32 || this == F16 || this == BF16;
  }

  /** Decodes the next {@code count} elements of a little-endian buffer into {@code to} from index {@code at} on. */
  void decode(ByteBuffer from, float[] to, int at, int count) {
    switch (this) {
      case F32 -> from.asFloatBuffer().get(to, at, count);
      case F16 -> {
        for (int i = 0; i < count; i++) to[at + i] = halfToFloat(from.getShort());
      }
      case BF16 -> {
        for (int i = 0; i < count; i++) to[at + i] = Float.intBitsToFloat(from.getShort() << 16);
      }
      default -> throw new IllegalArgumentException("cannot decode " + this + " as floats: F32, F16 and BF16 are read");
    }
  }

  /** IEEE 754 binary16 to binary32, exactly: 1 sign bit, 5 of exponent (bias 15), 10 of fraction. */
  static float halfToFloat(short half) {
    int exponent = half >> 10 & 0x1f;
    int fraction = half & 0x3ff;
    float magnitude;
    if (exponent == 0) magnitude = fraction * 0x1p-24f;                       // zero and subnormals
    else if (exponent == 31) magnitude = Float.intBitsToFloat(0x7f800000 | fraction << 13);
    else magnitude = Float.intBitsToFloat(exponent + 127 - 15 << 23 | fraction << 13);
    return half < 0 ? -magnitude : magnitude;
  }
}
