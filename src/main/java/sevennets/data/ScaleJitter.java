package sevennets.data;

import java.util.random.RandomGenerator;

/**
 * Scales the shorter side to a random length and cuts {@code crop x crop} pixels out at a random
 * place. VGG (Simonyan, Zisserman 2014, arXiv:1409.1556), section 3.1: 256 to 512, crop 224. With
 * both lengths 256 and crop 224, it is AlexNet's translation (Krizhevsky et al. 2012, section 4.1).
 *
 * <pre>{@code
 * Recipe augmented = recipe.withAugmentation(new ScaleJitter(256, 512, 224));  // VGG's
 * }</pre>
 *
 * @param minSide the least length of the shorter side, in pixels
 * @param maxSide the greatest, inclusive
 * @param crop the height and width of the result
 */
public record ScaleJitter(int minSide, int maxSide, int crop) implements Augmentation {
  public ScaleJitter {
    if (crop < 1 || minSide < crop || maxSide < minSide) {
      throw new IllegalArgumentException(
          "scale jitter needs 1 <= crop <= minSide <= maxSide, received crop %d, sides %d to %d"
              .formatted(crop, minSide, maxSide));
    }
  }

  @Override
  public void apply(Image image, RandomGenerator random) {
    image.resizeShorterSide(minSide + random.nextInt(maxSide - minSide + 1));
    int top = random.nextInt(image.height() - crop + 1);
    int left = random.nextInt(image.width() - crop + 1);
    image.window(top, left, crop, crop);
  }
}
