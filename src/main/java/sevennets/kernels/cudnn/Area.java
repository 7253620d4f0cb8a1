package sevennets.kernels.cudnn;

/**
 * Numbers on the card: how many, and, once {@link Arena} has planned them, where. Four bytes each.
 */
final class Area {
  /** Areas begin at multiples of so many bytes, which is what cuDNN's fastest kernels want. */
  static final int ALIGNMENT = 256;

  final String name;
  final long length;
  /** The place in whatever block of memory this lies in, in bytes; -1 before it is known. */
  long offset = -1;
  /** The block's address. */
  long base;

  Area(String name, long length) {
    this.name = name;
    this.length = length;
  }

  long bytes() {
    return (length * Float.BYTES + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  }

  long address() {
    if (offset < 0) {
      throw new IllegalStateException("'" + name + "' has no place yet");
    }
    return base + offset;
  }

  @Override
  public String toString() {
    return name + "[" + length + "]";
  }
}
