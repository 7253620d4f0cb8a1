package sevennets.data;

import java.nio.FloatBuffer;
import java.util.random.RandomGenerator;
import sevennets.data.SlotPool.Slot;

/**
 * Blends pairs of examples of a batch, images and labels alike: {@code l * a + (1 - l) * b}, where
 * l is drawn once a batch from Beta(alpha, alpha). Zhang et al. 2017, arXiv:1710.09412, section 2.
 * The paper pairs by a random permutation; as the batch is in random order already, the first is
 * paired with the last, the second with the last but one, and so on.
 */
record Mixup(double alpha) {
  Mixup {
    if (!(alpha > 0)) {
      throw new IllegalArgumentException("mixup needs alpha above 0, received " + alpha);
    }
  }

  void apply(Slot slot, RandomGenerator random) {
    float weight = (float) beta(random);
    int size = slot.batch().size();
    blend(slot.images(), size, weight);
    blend(slot.labels(), size, weight);
  }

  /** A draw from Beta(alpha, alpha): the share of one of two equal gamma variables. */
  double beta(RandomGenerator random) {
    double a = gamma(random);
    double b = gamma(random);
    return a + b > 0 ? a / (a + b) : random.nextInt(2);
  }

  /** A draw from Gamma(alpha): Marsaglia and Tsang 2000, section 8 for alpha below 1. */
  private double gamma(RandomGenerator random) {
    double shape = alpha < 1 ? alpha + 1 : alpha;
    double d = shape - 1.0 / 3;
    double c = 1 / Math.sqrt(9 * d);
    while (true) {
      double x = random.nextGaussian();
      double v = Math.pow(1 + c * x, 3);
      double u = 1 - random.nextDouble();
      if (v > 0 && Math.log(u) < 0.5 * x * x + d - d * v + d * Math.log(v)) {
        return alpha < 1 ? d * v * Math.pow(1 - random.nextDouble(), 1 / alpha) : d * v;
      }
    }
  }

  private static void blend(FloatBuffer rows, int size, float weight) {
    int length = rows.capacity() / size;
    for (int first = 0, last = size - 1; first < last; first++, last--) {
      for (int i = 0; i < length; i++) {
        float a = rows.get(first * length + i);
        float b = rows.get(last * length + i);
        rows.put(first * length + i, weight * a + (1 - weight) * b);
        rows.put(last * length + i, weight * b + (1 - weight) * a);
      }
    }
  }
}
