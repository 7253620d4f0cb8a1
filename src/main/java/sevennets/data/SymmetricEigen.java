package sevennets.data;

import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Eigenvalues, the largest first, and eigenvectors of a small symmetric matrix, by Jacobi's
 * rotations.
 *
 * @param vectors the eigenvectors of length 1, one a column
 */
record SymmetricEigen(double[] values, double[][] vectors) {
  private static final int SWEEPS = 50;

  static SymmetricEigen of(double[][] symmetric) {
    int n = symmetric.length;
    double[][] a = new double[n][];
    double[][] v = new double[n][n];
    for (int i = 0; i < n; i++) {
      a[i] = symmetric[i].clone();
      v[i][i] = 1;
    }
    for (int sweep = 0; sweep < SWEEPS; sweep++) {
      for (int p = 0; p < n; p++) {
        for (int q = p + 1; q < n; q++) {
          rotate(a, v, p, q);
        }
      }
    }
    return sorted(a, v);
  }

  /** Turns the plane of axes p and q so that {@code a[p][q]} becomes 0. */
  private static void rotate(double[][] a, double[][] v, int p, int q) {
    if (a[p][q] == 0) {
      return;
    }
    double angle = 0.5 * Math.atan2(2 * a[p][q], a[q][q] - a[p][p]);
    double cos = Math.cos(angle);
    double sin = Math.sin(angle);
    for (double[] row : a) {
      turn(row, p, q, cos, sin);
    }
    for (int k = 0; k < a.length; k++) {
      double ap = a[p][k];
      double aq = a[q][k];
      a[p][k] = cos * ap - sin * aq;
      a[q][k] = sin * ap + cos * aq;
    }
    for (double[] row : v) {
      turn(row, p, q, cos, sin);
    }
  }

  private static void turn(double[] row, int p, int q, double cos, double sin) {
    double rp = row[p];
    double rq = row[q];
    row[p] = cos * rp - sin * rq;
    row[q] = sin * rp + cos * rq;
  }

  private static SymmetricEigen sorted(double[][] a, double[][] v) {
    int n = a.length;
    int[] order = IntStream.range(0, n)
        .boxed()
        .sorted(Comparator.comparingDouble(i -> -a[i][i]))
        .mapToInt(i -> i)
        .toArray();
    double[] values = new double[n];
    double[][] vectors = new double[n][n];
    for (int i = 0; i < n; i++) {
      values[i] = a[order[i]][order[i]];
      for (int c = 0; c < n; c++) {
        vectors[c][i] = v[c][order[i]];
      }
    }
    return new SymmetricEigen(values, vectors);
  }
}
