package sevennets.train;

import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.openblas.presets.openblas_nolapack;
import org.nd4j.linalg.api.blas.Blas;
import org.nd4j.linalg.cpu.nativecpu.blas.CpuBlas;
import org.nd4j.linalg.factory.Nd4j;

/**
 * How many threads BLAS may use. ND4J's {@link Blas#setMaxThreads} looks the library and its
 * functions up anew each time, files and all: 0.3 ms, six times a step. Here OpenBLAS's own
 * function is looked up once.
 */
final class BlasThreads {
  private static final Blas SETTINGS = Nd4j.factory().blas();
  private static final OpenBlas OPEN_BLAS = OpenBlas.find();

  private static int holders;
  private static int threadsBefore;

  private BlasThreads() {}

  /** From now on BLAS computes on one thread, until as many have let go as have held on. */
  static synchronized void holdOne() {
    if (holders++ == 0) {
      threadsBefore = SETTINGS.getMaxThreads();
      set(1);
    }
  }

  /** Undoes a {@link #holdOne}. */
  static synchronized void release() {
    if (--holders == 0) {
      set(threadsBefore);
    }
  }

  private static void set(int count) {
    if (OPEN_BLAS == null) {
      SETTINGS.setMaxThreads(count);
    } else {
      OPEN_BLAS.call(count);
    }
  }

  private static final class OpenBlas extends openblas_nolapack.SetNumThreads {

    /** Null where ND4J computes with another library, or not on a processor. */
    static OpenBlas find() {
      Pointer function =
          SETTINGS instanceof CpuBlas ? Loader.addressof("openblas_set_num_threads") : null;
      if (function == null) {
        return null;
      }
      OpenBlas found = new OpenBlas();
      found.put(function);
      return found;
    }
  }
}
