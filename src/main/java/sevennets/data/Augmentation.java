package sevennets.data;

import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

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
    return new Joined(
        Stream.of(this, next).flatMap(change -> change.pieces().stream()).toList());
  }

  /** Leaves every image as it is. */
  static Augmentation none() {
    return new Joined(List.of());
  }

  /** The changes that this one was joined from by {@link #then}; of any other, itself. */
  default List<Augmentation> pieces() {
    return List.of(this);
  }
}
