package sevennets.kernels.onednn;

import org.bytedeco.javacpp.Pointer;

/** A pointer that is moved instead of allocated anew. It owns nothing. */
final class Address extends Pointer {
  /** Asks {@code dnnl_memory_create} to allocate. */
  static final long ALLOCATE = -1;

  Address(long value) {
    moveTo(value);
  }

  Address moveTo(long value) {
    address = value;
    return this;
  }
}
