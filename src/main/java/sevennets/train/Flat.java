package sevennets.train;

import org.nd4j.linalg.api.blas.Level1;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Arithmetic on flat vectors, in place, through BLAS.
 *
 * <p>On 270,000 floats (a ResNet-20) BLAS adds in 0.04 ms, ND4J's own operations in 3 to 8 ms: they
 * start threads for what is over sooner. BLAS allocates nothing either.
 *
 * <p>{@link #onOneThread} goes around a run of them: OpenBLAS's other threads, once woken, spin for
 * 26 ms in case there is more to do, and take the cores from the forward pass that follows. On two
 * cores that slows the first layers severalfold.
 */
final class Flat {
  private Flat() {}

  /** {@code y += alpha x}. */
  static void add(INDArray y, double alpha, INDArray x) {
    blas().axpy(y.length(), alpha, x, y);
  }

  /** {@code x *= factor}. */
  static void scale(INDArray x, double factor) {
    blas().scal(x.length(), factor, x);
  }

  /** The Euclidean norm; not finite if any value is not, or if the square of the norm overflows. */
  static double norm(INDArray x) {
    return Math.sqrt(blas().dot(x.length(), 1, x, x));
  }

  /** Does the work without waking OpenBLAS's threads. */
  static void onOneThread(Runnable work) {
    BlasThreads.holdOne();
    try {
      work.run();
    } finally {
      BlasThreads.release();
    }
  }

  private static Level1 blas() {
    return Nd4j.getBlasWrapper().level1();
  }
}
