package sevennets.data;

import java.util.SplittableRandom;

/**
 * A dataset whose every image is changed once and for all, by chance that its place and a seed
 * decide: a harder dataset made on the fly, in which train, validation and test images are changed
 * alike.
 *
 * <pre>{@code
 * Dataset distorted = new Augmented(data.test(), Distortion.STRONG, 1);  // the same distortion at every reading
 * }</pre>
 */
public record Augmented(Dataset whole, Augmentation change, long seed) implements Derived {

  @Override
  public String name() {
    return whole.name() + "+" + change.getClass().getSimpleName();
  }

  /** @throws IllegalArgumentException if the change is one of size */
  @Override
  public void read(int index, float[] pixels) {
    Image image = changed(index, new Image());
    if (image.height() != height() || image.width() != width())
      throw new IllegalArgumentException("the images of %s are %dx%d, %s makes them %s"
          .formatted(whole.name(), height(), width(), change, image.shape()));
    System.arraycopy(image.pixels(), 0, pixels, 0, channels() * height() * width());
  }

  @Override
  public void read(int index, Image image) {
    changed(index, image);
  }

  private Image changed(int index, Image image) {
    whole.read(index, image);
    change.apply(image, new SplittableRandom(Seeds.of(seed, index)));
    return image;
  }
}
