package sevennets.data;

import java.util.random.RandomGenerator;

/**
 * Mirrors an image left and right with the given probability. Krizhevsky et al. 2012 (AlexNet),
 * section 4.1: 0.5.
 *
 * <pre>{@code
 * Recipe augmented = recipe.withAugmentation(new HorizontalFlip(0.5));
 * }</pre>
 */
public record HorizontalFlip(double probability) implements Augmentation {
  public HorizontalFlip {
    if (!(probability >= 0 && probability <= 1)) {
      throw new IllegalArgumentException(
          "the probability of a flip must lie in [0, 1], received " + probability);
    }
  }

  @Override
  public void apply(Image image, RandomGenerator random) {
    if (random.nextDouble() < probability) {
      image.flip();
    }
  }
}
