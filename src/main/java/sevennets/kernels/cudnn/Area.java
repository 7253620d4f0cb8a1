package sevennets.kernels.cudnn;

/** Numbers on the card: how many, and, once {@link Arena} has planned them, where. */
final class Area {
  /** Areas begin at multiples of so many bytes, which is what cuDNN's fastest kernels want. */
  static final int ALIGNMENT = 256;

  final String name;
  final long length;
  /** Whether they are bfloat16, two bytes each, and not float32, four. */
  final boolean brain;
  /** The place in whatever block of memory this lies in, in bytes; -1 before it is known. */
  long offset = -1;
  /** The block's address. */
  long base;

  Area(String name, long length) {
    this(name, length, false);
  }

  Area(String name, long length, boolean brain) {
    this.name = name;
    this.length = length;
    this.brain = brain;
  }

  long bytes() {
    int each = brain ? Short.BYTES : Float.BYTES;
    return (length * each + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
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
