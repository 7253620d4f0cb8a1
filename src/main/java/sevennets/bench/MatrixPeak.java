package sevennets.bench;

import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * How fast this machine multiplies large float32 matrices: as fast as convolutions can hope to be.
 */
final class MatrixPeak {
  private static final int SIDE = 2048;
  private static final int TRIES = 7;

  private MatrixPeak() {}

  /**
   * Billions of floating-point operations a second, of oneDNN or ND4J's BLAS, whichever is faster.
   */
  static double gflops() {
    double blas = best(MatrixPeak::blas);
    try {
      return Math.max(blas, best(MatrixPeak::oneDnn));
    } catch (LinkageError noOneDnnHere) {
      return blas;
    }
  }

  private static double best(Runnable product) {
    double seconds = Double.POSITIVE_INFINITY;
    for (int i = 0; i < TRIES; i++) {
      long start = System.nanoTime();
      product.run();
      seconds = Math.min(seconds, (System.nanoTime() - start) / 1e9);
    }
    return 2.0 * SIDE * SIDE * SIDE / seconds / 1e9;
  }

  private static void blas() {
    Nd4j.gemm(Matrices.A, Matrices.B, Matrices.C, false, false, 1, 0);
  }

  private static void oneDnn() {
    int status = dnnl.dnnl_sgemm(
        (byte) 'N',
        (byte) 'N',
        SIDE,
        SIDE,
        SIDE,
        1,
        floats(Matrices.A),
        SIDE,
        floats(Matrices.B),
        SIDE,
        0,
        floats(Matrices.C),
        SIDE);
    if (status != dnnl.dnnl_success)
      throw new IllegalStateException("dnnl_sgemm failed with status " + status);
  }

  private static FloatPointer floats(INDArray matrix) {
    return new FloatPointer(matrix.data().pointer());
  }

  private static final class Matrices {
    static final INDArray A = Nd4j.rand('f', SIDE, SIDE);
    static final INDArray B = Nd4j.rand('f', SIDE, SIDE);
    static final INDArray C = Nd4j.create(new int[] {SIDE, SIDE}, 'f');
  }
}
