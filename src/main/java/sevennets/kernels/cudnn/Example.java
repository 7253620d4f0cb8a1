package sevennets.kernels.cudnn;

import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import sevennets.kernels.cudnn.Plan.Place;
import sevennets.kernels.cudnn.Plan.Step;

/**
 * Weights and batches for a plan that are the same on every machine, so that what the processor
 * made of them can be compared on one that has nothing but a card.
 */
record Example(Plan plan, int batch) {
  static final double RATE = 0.001;
  private static final double SMOOTHING = 0.05;
  private static final long SEED = 1;

  /**
   * Of sizes that keep what goes through the net as large as it is; batch norms off their start.
   */
  float[] weights() {
    Random random = new Random(SEED);
    float[] weights = new float[plan.weights()];
    for (Step step : plan.steps()) {
      for (Map.Entry<String, Place> entry : step.parameters().entrySet()) {
        Place place = entry.getValue();
        int out = plan.shape(step.output()).channels();
        double scale = Math.sqrt((double) out / place.length());
        for (int i = place.offset(); i < place.offset() + place.length(); i++) {
          weights[i] = (float) number(entry.getKey(), random.nextGaussian(), scale);
        }
      }
    }
    return weights;
  }

  private static double number(String key, double chance, double scale) {
    return switch (key) {
      case "W" -> chance * scale;
      case "gamma" -> 1 + 0.1 * chance;
      case "var" -> 1 + 0.1 * Math.abs(chance);
      default -> 0.1 * chance;
    };
  }

  /** {@code N x C x H x W}. */
  float[] images(int step) {
    Random random = new Random(SEED + 1000 + step);
    float[] images = new float[batch * plan.shape(0).size()];
    for (int i = 0; i < images.length; i++) {
      images[i] = (float) random.nextGaussian();
    }
    return images;
  }

  /** {@code N x classes}, smoothed. */
  float[] labels(int step) {
    int classes = plan.classes();
    float[] labels = new float[batch * classes];
    java.util.Arrays.fill(labels, (float) (SMOOTHING / classes));
    int[] chosen = classes(step);
    for (int i = 0; i < batch; i++) {
      labels[i * classes + chosen[i]] += (float) (1 - SMOOTHING);
    }
    return labels;
  }

  int[] classes(int step) {
    return new Random(SEED + 2000 + step).ints(batch, 0, plan.classes()).toArray();
  }

  /** The seed of a step's chance, as {@code train.TrainingStep} draws it from a recipe's. */
  static long chance(long steps) {
    return new SplittableRandom(SEED ^ steps << 20).nextLong();
  }

  static long seed() {
    return SEED;
  }
}
