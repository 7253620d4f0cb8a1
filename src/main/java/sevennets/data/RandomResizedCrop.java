package sevennets.data;

import java.util.random.RandomGenerator;

/**
 * Cuts a rectangle of random area and shape out and scales it to {@code size x size}: the
 * augmentation of GoogLeNet (Szegedy et al. 2014, arXiv:1409.4842, section 6), 8% to 100% of the
 * area, aspect ratio 3/4 to 4/3. As in torchvision, the ratio's logarithm is uniform, and if ten
 * tries give no rectangle that fits, the largest one in the middle is taken.
 *
 * <pre>{@code
 * Recipe augmented = recipe.withAugmentation(new RandomResizedCrop(224));  // GoogLeNet's: 8 to 100% of the area
 * }</pre>
 *
 * @param size the height and width of the result, in pixels
 * @param minArea the least share of the image's area, in (0, 1]
 * @param maxArea the greatest share
 * @param minAspect the least width / height
 * @param maxAspect the greatest width / height
 */
public record RandomResizedCrop(
    int size, double minArea, double maxArea, double minAspect, double maxAspect)
    implements Augmentation {
  private static final int TRIES = 10;

  public RandomResizedCrop {
    if (size < 1
        || !(minArea > 0 && minArea <= maxArea && maxArea <= 1)
        || !(minAspect > 0 && minAspect <= maxAspect)) {
      throw new IllegalArgumentException(
          "a random resized crop needs size >= 1, 0 < minArea <= maxArea <= 1 and 0 < minAspect <= maxAspect, "
              + "received size %d, area %s to %s, aspect %s to %s"
                  .formatted(size, minArea, maxArea, minAspect, maxAspect));
    }
  }

  /** With the paper's areas and ratios. */
  public RandomResizedCrop(int size) {
    this(size, 0.08, 1, 3 / 4.0, 4 / 3.0);
  }

  @Override
  public void apply(Image image, RandomGenerator random) {
    crop(image, random);
    image.resize(size, size);
  }

  private void crop(Image image, RandomGenerator random) {
    double pixels = (double) image.height() * image.width();
    for (int i = 0; i < TRIES; i++) {
      double area = pixels * (minArea + (maxArea - minArea) * random.nextDouble());
      double aspect =
          Math.exp(Math.log(minAspect) + Math.log(maxAspect / minAspect) * random.nextDouble());
      int width = (int) Math.round(Math.sqrt(area * aspect));
      int height = (int) Math.round(Math.sqrt(area / aspect));
      if (width > 0 && height > 0 && width <= image.width() && height <= image.height()) {
        int top = random.nextInt(image.height() - height + 1);
        int left = random.nextInt(image.width() - width + 1);
        image.window(top, left, height, width);
        return;
      }
    }
    largestInTheMiddle(image);
  }

  private void largestInTheMiddle(Image image) {
    double aspect = (double) image.width() / image.height();
    int height = aspect < minAspect ? (int) Math.round(image.width() / minAspect) : image.height();
    int width = aspect > maxAspect ? (int) Math.round(image.height() * maxAspect) : image.width();
    image.window((image.height() - height) / 2, (image.width() - width) / 2, height, width);
  }
}
