package sevennets.data;

import java.util.random.RandomGenerator;

/**
 * A random change of a training image that does not change what it shows. Pieces are joined with
 * {@link #then}: {@code new PadAndCrop(4).then(new HorizontalFlip(0.5))}.
 *
 * <p>All chance comes from the generator that is handed in. The {@link Loader} seeds one for each
 * example by (seed, epoch, index), so an example is changed in the same way whichever thread reads
 * it.
 *
 * <pre>{@code
 * Augmentation change = new PadAndCrop(4).then(new HorizontalFlip(0.5));
 * Recipe augmented = recipe.withAugmentation(change);
 * }</pre>
 */
@FunctionalInterface
public interface Augmentation {
  /** Changes the image in place; its size may change too. */
  void apply(Image image, RandomGenerator random);

  /** This change, and after it the next. */
  default Augmentation then(Augmentation next) {
    return (image, random) -> {
      apply(image, random);
      next.apply(image, random);
    };
  }

  /** Leaves every image as it is. */
  static Augmentation none() {
    return (image, random) -> {};
  }
}
