package sevennets.data;

/** How the channels of a dataset's pixels vary together. */
final class ColourCovariance {
  private ColourCovariance() {}

  /**
   * The {@code channels x channels} covariance over all pixels of up to {@code images} evenly
   * spaced images.
   */
  static double[][] of(Dataset dataset, int images) {
    int channels = dataset.channels();
    int plane = dataset.height() * dataset.width();
    int count = Math.min(images, dataset.size());
    float[] pixels = new float[channels * plane];
    double[] sums = new double[channels];
    double[][] products = new double[channels][channels];
    for (int i = 0; i < count; i++) {
      dataset.read((int) ((long) i * dataset.size() / count), pixels);
      accumulate(pixels, plane, sums, products);
    }
    return covariance(sums, products, (double) count * plane);
  }

  private static void accumulate(float[] pixels, int plane, double[] sums, double[][] products) {
    for (int a = 0; a < sums.length; a++) {
      for (int i = 0; i < plane; i++) {
        sums[a] += pixels[a * plane + i];
      }
      for (int b = 0; b <= a; b++) {
        for (int i = 0; i < plane; i++) {
          products[a][b] += (double) pixels[a * plane + i] * pixels[b * plane + i];
        }
      }
    }
  }

  private static double[][] covariance(double[] sums, double[][] products, double values) {
    double[][] covariance = new double[sums.length][sums.length];
    for (int a = 0; a < sums.length; a++) {
      for (int b = 0; b <= a; b++) {
        covariance[a][b] = products[a][b] / values - sums[a] / values * (sums[b] / values);
        covariance[b][a] = covariance[a][b];
      }
    }
    return covariance;
  }
}
