package sevennets.kernels.onednn;

import java.util.function.Supplier;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerPointer;

/**
 * Which of oneDNN's implementations a primitive descriptor stands at; it offers them from its first
 * choice to the last.
 */
final class Implementation {
  private Implementation() {}

  /** Such as {@code jit:avx512_core}. */
  static String name(dnnl_primitive_desc desc) {
    try (PointerPointer<BytePointer> result = new PointerPointer<>(1)) {
      OneDnn.check(
          dnnl.dnnl_primitive_desc_query(desc, dnnl.dnnl_query_impl_info_str, 0, result),
          "name an implementation");
      return result.get(BytePointer.class, 0).getString();
    }
  }

  /**
   * The descriptor that {@code describe} makes, moved on to the implementation whose name matches,
   * if the first choice is built on batches of matrix products and there is such a one.
   */
  static dnnl_primitive_desc prefer(String name, Supplier<dnnl_primitive_desc> describe) {
    dnnl_primitive_desc desc = describe.get();
    return !name(desc).startsWith("brg") || moveOn(desc, name) ? desc : describe.get();
  }

  private static boolean moveOn(dnnl_primitive_desc desc, String name) {
    while (!name(desc).matches(name)) {
      if (dnnl.dnnl_primitive_desc_next_impl(desc) != dnnl.dnnl_success) {
        return false;
      }
    }
    return true;
  }
}
