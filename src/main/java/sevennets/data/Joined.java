package sevennets.data;

import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Changes one after the other. A record, so that each process tells it by the same text: a run's
 * recipe is known by its text when the run is resumed.
 */
record Joined(List<Augmentation> pieces) implements Augmentation {
  @Override
  public void apply(Image image, RandomGenerator random) {
    for (Augmentation piece : pieces) piece.apply(image, random);
  }
}
