package sevennets.data;

import java.util.random.RandomGenerator;

/**
 * Changes brightness, contrast and saturation, each by a random factor and in random order. Howard
 * 2013 (arXiv:1312.5402), section 2.2, used 0.5 to 1.5, which is a strength of 0.5; a strength of s
 * draws from 1 - s to 1 + s. The three are defined as in torchvision: towards black, towards the
 * image's mean grey, towards each pixel's grey; results stay in [0, 1].
 *
 * <pre>{@code
 * Recipe augmented = recipe.withAugmentation(new ColourJitter(0.4, 0.4, 0.4));
 * }</pre>
 *
 * @param brightness the strength for brightness, 0 for none
 * @param contrast the strength for contrast
 * @param saturation the strength for saturation; without effect on grey images
 */
public record ColourJitter(double brightness, double contrast, double saturation)
    implements Augmentation {
  /** The grey of a colour: ITU-R BT.601. */
  private static final float[] LUMA = {0.2989f, 0.587f, 0.114f};

  public ColourJitter {
    if (!(brightness >= 0 && contrast >= 0 && saturation >= 0)) {
      throw new IllegalArgumentException(
          "strengths of colour jitter must be 0 or more, received %s, %s, %s"
              .formatted(brightness, contrast, saturation));
    }
  }

  @Override
  public void apply(Image image, RandomGenerator random) {
    if (image.channels() != 1 && image.channels() != 3) {
      throw new IllegalArgumentException(
          "colour jitter needs an image of 1 or 3 channels, received " + image.shape());
    }
    for (int change : Seeds.shuffled(new int[] {0, 1, 2}, random)) {
      switch (change) {
        case 0 -> brighten(image, factor(brightness, random));
        case 1 -> contrast(image, factor(contrast, random));
        default -> saturate(image, factor(saturation, random));
      }
    }
  }

  private static float factor(double strength, RandomGenerator random) {
    double least = Math.max(0, 1 - strength);
    return (float) (least + (1 + strength - least) * random.nextDouble());
  }

  static void brighten(Image image, float factor) {
    float[] pixels = image.pixels();
    for (int i = 0; i < image.channels() * image.height() * image.width(); i++) {
      pixels[i] = blend(pixels[i], 0, factor);
    }
  }

  static void contrast(Image image, float factor) {
    int plane = image.height() * image.width();
    double sum = 0;
    for (int i = 0; i < plane; i++) {
      sum += grey(image, i, plane);
    }
    float mean = (float) (sum / plane);
    float[] pixels = image.pixels();
    for (int i = 0; i < image.channels() * plane; i++) {
      pixels[i] = blend(pixels[i], mean, factor);
    }
  }

  static void saturate(Image image, float factor) {
    int plane = image.height() * image.width();
    float[] pixels = image.pixels();
    for (int i = 0; i < plane; i++) {
      float grey = grey(image, i, plane);
      for (int c = 0; c < image.channels(); c++) {
        pixels[c * plane + i] = blend(pixels[c * plane + i], grey, factor);
      }
    }
  }

  private static float grey(Image image, int i, int plane) {
    float[] pixels = image.pixels();
    return image.channels() == 1
        ? pixels[i]
        : LUMA[0] * pixels[i] + LUMA[1] * pixels[plane + i] + LUMA[2] * pixels[2 * plane + i];
  }

  /** {@code value} at factor 1, {@code towards} at factor 0, beyond {@code value} above 1. */
  private static float blend(float value, float towards, float factor) {
    return Math.min(1, Math.max(0, factor * value + (1 - factor) * towards));
  }
}
