package sevennets.kernels.onednn;

import org.bytedeco.dnnl.dnnl_engine;
import org.bytedeco.dnnl.dnnl_stream;
import org.bytedeco.dnnl.dnnl_version_t;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOpsHolder;

/** oneDNN's processor engine, shared by all, and each thread's stream. */
final class OneDnn {
  private static final ThreadLocal<dnnl_stream> STREAM = ThreadLocal.withInitial(OneDnn::newStream);
  private static final dnnl_engine ENGINE = new dnnl_engine();
  /**
   * Primitives that oneDNN itself keeps after we released them, some 400 kB each. Layers of equal
   * shape share one; its own 1,024 are as many as a dozen batch sizes leave behind.
   */
  private static final int CACHED = 128;

  private static final String FAILURE = load();

  private OneDnn() {}

  private static String load() {
    try {
      check(dnnl.dnnl_engine_create(ENGINE, dnnl.dnnl_cpu, 0), "create an engine");
      check(dnnl.dnnl_set_primitive_cache_capacity(CACHED), "bound its cache");
      return null;
    } catch (LinkageError | IllegalStateException e) {
      return e.toString();
    }
  }

  /** Why oneDNN cannot be used here, or null where it can. */
  static String failure() {
    return FAILURE;
  }

  static String version() {
    dnnl_version_t version = dnnl.dnnl_version();
    return version.major() + "." + version.minor() + "." + version.patch();
  }

  /** Whoever plans with it computes with the right count of threads from then on. */
  static dnnl_engine engine() {
    stream();
    return ENGINE;
  }

  static dnnl_stream stream() {
    return STREAM.get();
  }

  /**
   * OpenMP counts threads for each thread apart, and ND4J sets the count of the thread alone that
   * loads it. Another one could plan and sum with another count: its results would differ by
   * rounding.
   */
  private static dnnl_stream newStream() {
    NativeOpsHolder.getInstance()
        .getDeviceNativeOps()
        .setOmpNumThreads(Nd4j.getEnvironment().maxThreads());
    dnnl_stream stream = new dnnl_stream();
    check(
        dnnl.dnnl_stream_create(stream, ENGINE, dnnl.dnnl_stream_default_flags), "create a stream");
    return stream;
  }

  /** @throws IllegalStateException unless {@code status} is success */
  static void check(int status, String what) {
    if (status != dnnl.dnnl_success) {
      throw new IllegalStateException("oneDNN could not " + what + ": status " + status);
    }
  }

  /**
   * Sets a dense array to zero: ND4J's operation for it costs far more than a small array's bytes.
   */
  static void clear(INDArray array) {
    Pointer.memset(
        new Address(address(array)), 0, array.length() * array.dataType().width());
  }

  /** Where the array's first number is. {@code DataBuffer.address()} ignores a view's offset. */
  static long address(INDArray array) {
    return array.data().address() + array.offset() * array.dataType().width();
  }
}
