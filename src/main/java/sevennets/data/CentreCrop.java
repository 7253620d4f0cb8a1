package sevennets.data;

import java.util.random.RandomGenerator;

/**
 * Scales the shorter side and keeps the middle; nothing is random. How ImageNet nets are evaluated:
 * 256, then 224.
 *
 * <pre>{@code
 * Image input = CentreCrop.ofPhotograph(224).apply(photo);  // shorter side to 256, the middle 224 of it
 * }</pre>
 *
 * @param side the length that the shorter side is scaled to, in pixels
 * @param crop the height and width of the result
 */
public record CentreCrop(int side, int crop) implements Augmentation {
  public CentreCrop {
    if (crop < 1 || side < crop) {
      throw new IllegalArgumentException(
          "a centre crop needs 1 <= crop <= side, received crop %d, side %d".formatted(crop, side));
    }
  }

  /** The share of the scaled image that the crop keeps, along its shorter side: 224 of 256. */
  private static final double CROP_SHARE = 0.875;

  /** What photographs are judged on: ImageNet's proportions for {@code size x size} pixels. */
  public static CentreCrop ofPhotograph(int size) {
    return new CentreCrop((int) Math.round(size / CROP_SHARE), size);
  }

  @Override
  public void apply(Image image, RandomGenerator random) {
    apply(image);
  }

  /** Crops without a generator, which it has no use for. */
  public Image apply(Image image) {
    return image.resizeShorterSide(side).centreCrop(crop, crop);
  }
}
