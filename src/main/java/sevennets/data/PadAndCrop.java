package sevennets.data;

import java.util.random.RandomGenerator;

/**
 * Pads each side with {@code padding} black pixels and cuts a rectangle of the old size out at a
 * random place: a shift by up to {@code padding} pixels. With 4 pixels, the standard augmentation
 * of CIFAR since Lee et al. 2015 (arXiv:1409.5185); He et al. 2015 (arXiv:1512.03385), section 4.2.
 *
 * <pre>{@code
 * Recipe augmented = recipe.withAugmentation(new PadAndCrop(4));  // ResNet's on CIFAR-10
 * }</pre>
 */
public record PadAndCrop(int padding) implements Augmentation {
  public PadAndCrop {
    if (padding < 0) {
      throw new IllegalArgumentException("padding must be 0 or more pixels, received " + padding);
    }
  }

  @Override
  public void apply(Image image, RandomGenerator random) {
    int top = random.nextInt(2 * padding + 1) - padding;
    int left = random.nextInt(2 * padding + 1) - padding;
    image.window(top, left, image.height(), image.width());
  }
}
