package sevennets.data;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * Blanks a square whose centre lies anywhere in the image, so that it may reach over an edge.
 * DeVries, Taylor 2017 (arXiv:1708.04552), section 3: side 16 for CIFAR-10, 8 for CIFAR-100. The
 * paper blanks with 0 after normalisation, which is the mean before it.
 *
 * <pre>{@code
 * Recipe augmented = recipe.withAugmentation(new Cutout(8, normalisation.mean()));
 * }</pre>
 *
 * @param side the square's side, in pixels
 * @param fill the value of each channel in the square: the mean of the normalisation that follows
 */
public record Cutout(int side, float[] fill) implements Augmentation {
  public Cutout {
    if (side < 1) {
      throw new IllegalArgumentException(
          "cutout needs a side of at least 1 pixel, received " + side);
    }
    fill = fill.clone();
  }

  @Override
  public void apply(Image image, RandomGenerator random) {
    if (image.channels() != fill.length) {
      throw new IllegalArgumentException(
          "cutout fills %d channels, the image is %s".formatted(fill.length, image.shape()));
    }
    int top = random.nextInt(image.height()) - side / 2;
    int left = random.nextInt(image.width()) - side / 2;
    int from = Math.max(0, left);
    int to = Math.min(image.width(), left + side);
    for (int c = 0; c < fill.length; c++) {
      for (int y = Math.max(0, top); y < Math.min(image.height(), top + side); y++) {
        int row = (c * image.height() + y) * image.width();
        Arrays.fill(image.pixels(), row + from, row + to, fill[c]);
      }
    }
  }

  /** All its numbers: by this text a run's recipe is known when the run is resumed. */
  @Override
  public String toString() {
    return "Cutout[side=%d, fill=%s]".formatted(side, Arrays.toString(fill));
  }
}
